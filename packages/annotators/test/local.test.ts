import { type ClassifierId, classifiers, codebook, labelValues } from '@fieldwork/codebook'
import { measure, type SessionEvent } from '@fieldwork/sessions'
import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { createLocalAnnotator, unlimitedContext } from '../src/index.ts'
import { answerLocally } from '../src/local/annotator.ts'
import { decisionsWith, userShareOf } from '../src/local/decisions.ts'
import { features } from '../src/local/features/features.ts'
import { localModels } from '../src/local/model/load.ts'
import { type Classification, Models } from '../src/local/model/model.ts'
import { observe } from '../src/local/model/observe.ts'
import { probabilitiesOf, rawProbabilities, softmax, tempered } from '../src/local/model/predict.ts'
import { bash, create, edit, interruption, prompt, read, says, session } from './session.ts'

const answer = (...events: SessionEvent[]) => answerLocally(session(events).session).values

const someEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.string().map(prompt),
  fc.string().map(says),
  fc
    .constantFrom('git commit -m x', 'npm test', 'ls | wc', '&& ||', 'cd a && pytest -q')
    .map((line) => bash(line)),
  fc.tuple(fc.string(), fc.nat({ max: 900 })).map(([path, added]) => edit(path, added)),
  fc.constant(interruption()),
)
const someSession = fc.array(someEvent, { maxLength: 30 }).map((events) => session(events).session)

const classifications = Object.entries(localModels).filter(
  (entry): entry is [string, Classification] => 'kind' in entry[1] && entry[1].kind === 'classification',
)

describe('the models that are shipped', () => {
  test('are models by their schema, and what is no model is not', () => {
    expect(Value.Check(Models, localModels)).toBe(true)
    expect(Value.Check(Models, { ...localModels, outcome: { ...localModels.outcome, parts: 'x' } })).toBe(
      false,
    )
  })

  test('give as many probabilities as there are answers, which sum to 1, for any session', () => {
    fc.assert(
      fc.property(someSession, (canonical) => {
        const seen = observe(canonical, measure(canonical))
        for (const [id, model] of classifications) {
          const probabilities = probabilitiesOf(model, seen)
          expect(probabilities, id).toHaveLength(model.answers.length)
          expect(
            probabilities.every((each) => each >= 0 && each <= 1),
            id,
          ).toBe(true)
          expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('look at features that there are, each of them finite for any session', () => {
    const names = new Set(features.map(({ name }) => name))
    expect(names.size).toBe(features.length)
    for (const [id, { inputs }] of classifications) {
      for (const { name } of inputs) expect(name.includes(':') || names.has(name), `${id} ${name}`).toBe(true)
    }
    fc.assert(
      fc.property(someSession, (canonical) => {
        for (const [name, value] of observe(canonical, measure(canonical)).values) {
          expect(Number.isFinite(value), name).toBe(true)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('answer only what the codebook asks for', () => {
    for (const [id, { answers }] of classifications) {
      const schema = classifiers.find((classifier) => classifier.id === id)?.answer
      for (const option of answers)
        expect(schema !== undefined && Value.Check(schema, option), option).toBe(true)
    }
  })

  test('record how they were trained', () => {
    for (const [, { training }] of classifications) {
      expect(training).toMatchObject({ sessions: 260, repositories: 17 })
      expect(training.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
  })
})

describe('probabilities', () => {
  const some = fc.array(fc.double({ min: -700, max: 700, noNaN: true }), { minLength: 1, maxLength: 9 })

  test('sum to 1 at any temperature, and keep their order', () => {
    fc.assert(
      fc.property(some, fc.double({ min: 0.3, max: 5, noNaN: true }), (logits, temperature) => {
        const cool = softmax(logits)
        const warm = tempered(cool, temperature)
        expect(warm.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9)
        // Of two that are as good as equal either may come out first.
        expect(cool[warm.indexOf(Math.max(...warm))]).toBeCloseTo(Math.max(...cool), 6)
      }),
    )
  })

  test('of proportional odds move up with what speaks for more', () => {
    const parts = [{ kind: 'ordinal' as const, thresholds: [-1, 1], weights: [1] }]
    const [low = [], high = []] = [[-3], [3]].map((x) => rawProbabilities(parts, x))
    expect(low[0]).toBeGreaterThan(0.8)
    expect(high[2]).toBeGreaterThan(0.8)
  })
})

describe('decisions', () => {
  test('are a record of which the user has the shares that were predicted, as nearly as it can say', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, (planning, execution) => {
        const record = decisionsWith(planning, execution)
        expect(record.length).toBeGreaterThanOrEqual(7)
        expect(record.length).toBeLessThanOrEqual(15)
        expect(Math.abs((userShareOf(record, 'planning') ?? -1) - planning)).toBeLessThanOrEqual(0.101)
        expect(Math.abs((userShareOf(record, 'execution') ?? -1) - execution)).toBeLessThanOrEqual(0.101)
      }),
    )
  })
})

describe('where the case is plain', () => {
  const asked = prompt('Add a retry with exponential backoff to the payment client in src/client.ts.')
  const done = [read('src/client.ts'), edit('src/client.ts', 40)]
  const tests = bash('npx vitest run', { says: 'Tests  9 passed (9)' })
  const commit = bash('git add . && git commit -m "feat: retry"')

  test('work, success and value are what they seem', () => {
    const values = answer(asked, ...done, tests, commit, says('Added the retry; all tests pass.'))
    expect(values).toMatchObject({ work_mode: 'build', codebase: 'modify_existing', outcome: 'succeeded' })
    expect(Number(values.success_signal)).toBeGreaterThanOrEqual(4)
    expect(Number(values.failure_signal)).toBeLessThanOrEqual(1)
    expect(values.task_value?.usd).toBeGreaterThanOrEqual(10)
  })

  test('more work is worth more', () => {
    const files = Array.from({ length: 30 }, (_, index) => create(`src/part-${index}.ts`, 200))
    const much = answer(asked, ...files, tests, commit, says('Done.')).task_value?.usd ?? 0
    const little = answer(asked, edit('src/client.ts', 2), says('Done.')).task_value?.usd ?? 0
    expect(much).toBeGreaterThan(2 * little)
  })

  test('without words of their own, expertise is unclear', () => {
    expect(answer(prompt('/commit'), bash('git commit -m x')).expertise).toBe('unclear')
    expect(answer(prompt('Implement the following plan:\n\n# Plan\n\nRetry.'), edit('a.ts')).expertise).toBe(
      'unclear',
    )
  })

  test('what no label holds is the rules’ to say: another profession, a session without a goal', () => {
    expect(
      answer(prompt("I'm a nurse on a surgical ward; make the rota fair."), edit('a.py')).occupation_user,
    ).toBe('29-0000')
    const idle = answer(
      prompt('Just looking around, what is in here?'),
      read('README.md'),
      says('A library.'),
    )
    expect(idle.outcome).toBe('no_clear_goal')
  })

  test('every classifier is answered, but where there is nothing to go by', () => {
    const all = classifiers.map(({ id }) => id)
    expect(Object.keys(answer(asked, ...done, says('Done.'))).sort()).toEqual([...all].sort())
    expect(answer(prompt('ok'))).not.toHaveProperty('work_mode')
  })
})

describe('the annotator', () => {
  const checks = Object.fromEntries(Object.entries(labelValues).map(([id, schema]) => [id, Compile(schema)]))

  test('answers any session with labels that the codebook takes, and always the same', () => {
    fc.assert(
      fc.property(someSession, (canonical) => {
        const { values, confidence } = answerLocally(canonical)
        expect(answerLocally(canonical)).toEqual({ values, confidence })
        for (const [id, value] of Object.entries(values)) expect(checks[id]?.Check(value), id).toBe(true)
        for (const id of Object.keys(values)) expect(confidence).toHaveProperty(id)
        for (const share of Object.values(confidence)) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('is fast on hostile text', () => {
    const long = 'a'.repeat(9_000) + ' should '.repeat(100)
    const started = performance.now()
    answer(prompt(long), says(long), bash(`${'x='.repeat(200)}`), prompt('I am '.repeat(2_000)))
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('gives one annotation per session, in order, at no cost', async () => {
    const annotator = createLocalAnnotator()
    const sessions = [
      session([prompt('Fix the bug in the parser.'), edit('src/parser.ts')], 3),
      session([prompt('hello')], 1),
    ]
    const annotations = await annotator.annotate(sessions, unlimitedContext())
    expect(annotations.map(({ revisionId }) => revisionId)).toEqual([3, 1])
    for (const annotation of annotations) {
      if (annotation.outcome !== 'annotated') throw new Error('not annotated')
      expect(annotation.provenance).toMatchObject({ model: 'local-models', costUsd: 0, inputTokens: 0 })
      const ids: ClassifierId[] = annotation.labels.map(({ classifier }) => classifier)
      expect(ids).toContain('task_value')
      for (const { classifier, classifierVersion } of annotation.labels) {
        expect(classifierVersion).toBe(codebook.classifiers[classifier].version)
      }
    }
  })

  test('stops when it is told to', async () => {
    const annotated = createLocalAnnotator().annotate(
      [session([prompt('x')])],
      unlimitedContext(AbortSignal.abort()),
    )
    await expect(annotated).rejects.toThrow()
  })
})
