import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkAnswer,
  frugalSchema,
  type LabelValues,
  labelValues,
  outcomes,
  workModes,
} from '../src/index.ts'

const valid = {
  work_mode: 'fix',
  codebase: 'modify_existing',
  decisions: [{ kind: 'planning', by: 'user', what: 'mend the parser first' }],
  expertise: '4',
  occupation_user: 'unclear',
  occupation_work: '15-0000',
  outcome: 'succeeded',
  success_signal: '4',
  failure_signal: '1',
  task_value: { title: 'Mend a parser', usd: 120 },
} satisfies LabelValues

/** Every schema inside a schema, itself included. */
function schemasIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(schemasIn)
  return 'type' in value && typeof value.type === 'string' ? [{ ...value }, ...inside] : inside
}

describe('the schema of a whole answer', () => {
  test('holds only what structured output takes: typed, closed, all required, no bounds', () => {
    const schemas = schemasIn(frugalSchema())
    expect(schemas.length).toBeGreaterThan(10)
    for (const schema of schemas) {
      const keywords = Object.keys(schema).sort()
      if (schema.type === 'object') {
        expect(keywords).toEqual(['additionalProperties', 'properties', 'required', 'type'])
        expect(schema.additionalProperties).toBe(false)
        expect(schema.required).toEqual(Object.keys(Object(schema.properties)))
      } else if (schema.type === 'array') expect(keywords).toEqual(['items', 'type'])
      else expect([['type'], ['enum', 'type']]).toContainEqual(keywords)
    }
  })

  test('is the same text every time, so that a cached prefix stays valid', () => {
    expect(JSON.stringify(frugalSchema())).toBe(JSON.stringify(frugalSchema()))
  })

  test('asks for every classifier', () => {
    expect(frugalSchema().required).toEqual(Object.keys(labelValues))
  })
})

describe('checking an answer', () => {
  test('a whole answer gives its values', () => {
    expect(checkAnswer(valid)).toEqual({ values: valid })
  })

  test('an answer without one of the classifiers is invalid', () => {
    for (const id of Object.keys(labelValues)) {
      const { [id]: _left, ...rest }: Record<string, unknown> = valid
      expect(checkAnswer(rest), id).toHaveProperty('invalid')
    }
  })

  test('an option that does not exist is invalid, and the reason names the member only', () => {
    expect(checkAnswer({ ...valid, outcome: 'SECRET' })).toEqual({
      invalid: '/outcome must be equal to one of the allowed values',
    })
    expect(checkAnswer({ ...valid, success_signal: 4 })).toHaveProperty('invalid')
  })

  test('a member that was not asked for is invalid, and its name is not repeated', () => {
    expect(checkAnswer({ ...valid, SECRET: 1 })).toEqual({
      invalid: 'the answer has a member that is not asked for',
    })
    const [decision] = valid.decisions
    expect(JSON.stringify(checkAnswer({ ...valid, decisions: [{ ...decision, SECRET: 1 }] }))).not.toContain(
      'SECRET',
    )
  })

  test('a price of nothing is invalid: its logarithm is taken', () => {
    for (const usd of [0, -5]) {
      expect(checkAnswer({ ...valid, task_value: { title: 'x', usd } })).toEqual({
        invalid: '/task_value/usd must be above 0',
      })
    }
  })

  test('texts come back storable in Postgres', () => {
    const checked = checkAnswer({
      ...valid,
      decisions: [{ kind: 'execution', by: 'agent', what: 'a\0b\ud800' }],
      task_value: { title: '\0', usd: 1 },
    })
    expect(checked).toEqual({
      values: {
        ...valid,
        decisions: [{ kind: 'execution', by: 'agent', what: 'a\uFFFDb\uFFFD' }],
        task_value: { title: '\uFFFD', usd: 1 },
      },
    })
  })

  test('no JSON value makes it throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(checkAnswer(json)).toHaveProperty('invalid')
      }),
    )
  })

  test('every combination of options is taken', () => {
    fc.assert(
      fc.property(fc.constantFrom(...workModes), fc.constantFrom(...outcomes), (work_mode, outcome) => {
        expect(checkAnswer({ ...valid, work_mode, outcome })).toHaveProperty('values')
      }),
    )
  })
})
