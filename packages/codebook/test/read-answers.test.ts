import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  answerSchema,
  classifiers,
  outcomes,
  type QuestionId,
  questionIds,
  readAnswers,
  workModes,
} from '../src/index.ts'

const decision = { kind: 'planning', by: 'user', what: 'mend the parser first' }
const posting = {
  title: 'Mend a parser',
  description: 'It fails on dates.',
  skills: ['Go', 'parsing', 'tests'],
}
const items: Readonly<Record<QuestionId, object>> = {
  work_mode: { option: 'fix' },
  codebase: { option: 'modify_existing' },
  decisions: { decisions: [decision, decision, decision] },
  expertise: { option: '4' },
  occupation_user: { option: 'unclear' },
  occupation_work: { option: '15-0000' },
  outcome: { option: 'succeeded' },
  success_signal: { option: '4' },
  failure_signal: { option: '1' },
  task_value: { posting, usd: 120 },
  'task_value.posting': { posting },
  'task_value.price': { usd: 120 },
}
const all = classifiers.map(({ id }) => id)
const whole = (asked: readonly QuestionId[]) => ({
  answers: asked.map((question) => ({ question, ...items[question] })),
})
const one = (question: QuestionId, item: object) =>
  readAnswers({ answers: [{ question, ...item }] }, [question])
const invalid = (question: QuestionId, item: object) => one(question, item).invalid[0]?.detail

/** Every schema inside a schema, itself included. */
function schemasIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(schemasIn)
  return 'type' in value && typeof value.type === 'string' ? [{ ...value }, ...inside] : inside
}

describe('the schema of every call', () => {
  test('holds only what structured output takes: typed, closed, no bounds', () => {
    const schemas = schemasIn(answerSchema)
    expect(schemas.length).toBeGreaterThan(10)
    for (const schema of schemas) {
      const keywords = Object.keys(schema).sort()
      if (schema.type === 'object') {
        expect(keywords).toEqual(['additionalProperties', 'properties', 'required', 'type'])
        expect(schema.additionalProperties).toBe(false)
        expect(Object.keys(Object(schema.properties))).toEqual(
          expect.arrayContaining([schema.required].flat()),
        )
      } else if (schema.type === 'array') expect(keywords).toEqual(['items', 'type'])
      else expect([['type'], ['enum', 'type']]).toContainEqual(keywords)
    }
  })

  test('knows every question, and takes the answers that are read', () => {
    expect(JSON.stringify(answerSchema)).toContain(JSON.stringify(questionIds))
  })
})

describe('reading an answer', () => {
  test('a whole answer gives a value for every classifier', () => {
    const { answered, invalid } = readAnswers(whole(all), all)
    expect(invalid).toEqual([])
    expect(answered.values).toEqual({
      work_mode: 'fix',
      codebase: 'modify_existing',
      decisions: [decision, decision, decision],
      expertise: '4',
      occupation_user: 'unclear',
      occupation_work: '15-0000',
      outcome: 'succeeded',
      success_signal: '4',
      failure_signal: '1',
      task_value: { title: 'Mend a parser', usd: 120 },
    })
  })

  test('the value of a task in two steps gives the posting, then the price', () => {
    expect(one('task_value.posting', { posting }).answered).toEqual({ values: {}, posting })
    expect(one('task_value.price', { usd: 120 }).answered).toEqual({ values: {}, usd: 120 })
  })

  test('of every subset that is answered, the rest is missing and nothing else is', () => {
    fc.assert(
      fc.property(fc.subarray(all), (given) => {
        const { answered, invalid } = readAnswers(whole(given), all)
        expect(Object.keys(answered.values)).toEqual(given)
        expect(invalid.map(({ question }) => question)).toEqual(all.filter((id) => !given.includes(id)))
      }),
    )
  })

  test('every combination of options is taken', () => {
    fc.assert(
      fc.property(fc.constantFrom(...workModes), fc.constantFrom(...outcomes), (work_mode, outcome) => {
        const answers = [
          { question: 'work_mode', option: work_mode },
          { question: 'outcome', option: outcome },
        ]
        const { answered } = readAnswers({ answers }, ['work_mode', 'outcome'])
        expect(answered.values).toEqual({ work_mode, outcome })
      }),
    )
  })

  test('an option that does not exist, of another question, or as a number is invalid, and is not repeated', () => {
    for (const option of ['SECRET', 'succeeded', 4, null]) {
      expect(one('success_signal', { option })).toEqual({
        answered: { values: {} },
        invalid: [{ question: 'success_signal', detail: '`option` has to be one of 0, 1, 2, 3, 4, 5' }],
      })
    }
  })

  test('an answer by another member is invalid; a member too many is left aside', () => {
    expect(invalid('expertise', { usd: 4 })).toContain('`option` has to be')
    expect(invalid('decisions', { option: 'user' })).toContain('`decisions` has to be')
    expect(one('expertise', { option: '4', decisions: [], usd: 0 }).answered.values).toEqual({
      expertise: '4',
    })
  })

  test('a question that is answered twice is invalid, even with the same option', () => {
    const answers = [
      { question: 'outcome', option: 'failed' },
      { question: 'outcome', option: 'failed' },
    ]
    expect(readAnswers({ answers }, ['outcome']).invalid).toEqual([
      { question: 'outcome', detail: 'it was answered more than once' },
    ])
  })

  test('an answer to what was not asked is left aside', () => {
    expect(readAnswers(whole(all), ['codebase']).answered.values).toEqual({ codebase: 'modify_existing' })
  })

  test('decisions are 3 to 15', () => {
    const of = (count: number) => invalid('decisions', { decisions: Array(count).fill(decision) })
    expect([2, 3, 15, 16].map(of)).toEqual([
      '`decisions` has to have at least 3 and at most 15 entries',
      undefined,
      undefined,
      '`decisions` has to have at least 3 and at most 15 entries',
    ])
    expect(invalid('decisions', { decisions: Array(3).fill({ ...decision, by: 'nobody' }) })).toContain('by')
  })

  test('a price below 1, above a million, or that is no number is invalid: its logarithm is taken', () => {
    for (const usd of [0, -5, 0.5, 1e300, '100', Number.NaN]) {
      expect(invalid('task_value.price', { usd })).toBe('`usd` has to be a number from 1 to 1000000')
      expect(invalid('task_value', { posting, usd })).toContain('`usd`')
    }
  })

  test('a posting without words is invalid; texts that are too long are cut, and lists of skills', () => {
    expect(invalid('task_value.posting', { posting: { ...posting, title: ' ' } })).toContain('`posting`')
    expect(invalid('task_value', { posting: { title: 'x' }, usd: 5 })).toContain('`posting`')
    const long = { title: 'x'.repeat(200), description: 'y'.repeat(9_000), skills: Array(30).fill('z') }
    const read = one('task_value.posting', { posting: long }).answered.posting
    expect([read?.title.length, read?.description.length, read?.skills.length]).toEqual([80, 2_000, 8])
  })

  test('texts come back storable in Postgres', () => {
    const what = 'a\0b\ud800'
    const decisions = Array(3).fill({ ...decision, what })
    expect(one('decisions', { decisions }).answered.values.decisions?.[0]?.what).toBe('a\uFFFDb\uFFFD')
    const cut = one('task_value', { posting: { ...posting, title: `${'x'.repeat(79)}😀` }, usd: 1 })
    expect(cut.answered.values.task_value?.title.isWellFormed()).toBe(true)
  })

  test('no JSON value makes it throw, and what is invalid quotes nothing of it', () => {
    const marked = fc
      .jsonValue()
      .map((value) => ({ answers: [{ question: 'outcome', option: value, SECRET: 1 }] }))
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), marked), (json) => {
        const { invalid } = readAnswers(json, all)
        expect(invalid.length).toBeGreaterThanOrEqual(all.length - 1)
        expect(JSON.stringify(invalid)).not.toContain('SECRET')
      }),
    )
  })
})
