import { outcomes, workModes } from '@fieldwork/codebook'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  agreementOf,
  type ComparedLabels,
  defaultThresholds,
  pearson,
  type RatedTwice,
  ratingOf,
  spearman,
} from '../../src/index.ts'

const tier = fc.constantFrom('0', '1', '2', '3', '4', '5')
const decision = fc.record({
  kind: fc.constantFrom('planning', 'execution'),
  by: fc.constantFrom('user', 'agent'),
  what: fc.constant(''),
})
const anyRating = fc
  .record(
    {
      work_mode: fc.constantFrom(...workModes),
      outcome: fc.constantFrom(...outcomes),
      expertise: fc.constantFrom('1', '2', '3', '4', '5', 'unclear'),
      success_signal: tier,
      failure_signal: tier,
      decisions: fc.array(decision, { maxLength: 6 }),
      task_value: fc.record({ title: fc.constant(''), usd: fc.integer({ min: 1, max: 60_000 }) }),
    },
    { requiredKeys: [] },
  )
  .map(ratingOf)
const person = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
const anyRated = fc.array(fc.record({ person, first: anyRating, second: anyRating }), {
  minLength: 20,
  maxLength: 60,
})
const everything = { sessions: 1, people: 1 }

/** So many sessions of so many people, rated twice. */
function rated(
  sessions: number,
  people: number,
  first: ComparedLabels,
  second: ComparedLabels = first,
): readonly RatedTwice[] {
  return Array.from({ length: sessions }, (_, index) => ({
    person: String(index % people),
    first: { labels: first, unscorable: [] },
    second: { labels: second, unscorable: [] },
  }))
}

const category = (agreement: ReturnType<typeof agreementOf>, id: string) => {
  const found = agreement.categories.find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no ${id}`)
  return found
}

describe('agreement', () => {
  it('accounts for every session of every measure: answered by both, or missing', () => {
    fc.assert(
      fc.property(anyRated, (sessions) => {
        const found = agreementOf(sessions, everything)
        for (const measure of [...found.categories, ...found.shares, found.taskValue]) {
          const both = measure.sessions ?? 0
          const { first, second } = measure.missing
          expect(both).toBeLessThanOrEqual(sessions.length - Math.max(first, second))
          expect(both).toBeGreaterThanOrEqual(sessions.length - first - second)
          expect(measure.suppressed).toBe(both === 0)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('has a confusion matrix whose cells are the sessions, and whose diagonal those that agree', () => {
    fc.assert(
      fc.property(anyRated, (sessions) => {
        for (const { agreement, sessions: compared } of agreementOf(sessions, everything).categories) {
          if (agreement === null) continue
          const { counts } = agreement.confusion
          const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
          expect(sum(counts.map(sum))).toBe(compared)
          const agreeing = sum(counts.map((row, index) => row[index] ?? 0))
          expect(agreement.exact.value).toBeCloseTo(agreeing / (compared ?? 0), 12)
          expect(agreement.majority.share).toBeCloseTo(
            Math.max(...counts.map((_, column) => sum(counts.map((row) => row[column] ?? 0)))) /
              (compared ?? 0),
            12,
          )
        }
      }),
      { numRuns: 30 },
    )
  })

  it('has either every figure of a measure or none, as the thresholds say', () => {
    const size = fc.integer({ min: 0, max: 30 })
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 10 }), (sessions, people) => {
        const found = agreementOf(rated(sessions, people, { outcome: 'failed' }), defaultThresholds)
        const { suppressed, agreement, ...outcome } = category(found, 'outcome')
        expect(suppressed).toBe(sessions < 15 || Math.min(people, sessions) < 5)
        expect(
          [agreement, outcome.sessions, outcome.people].every((one) => (one === null) === suppressed),
        ).toBe(true)
      }),
    )
  })

  it('leaves unclear out of the ordinal figures, and counts it', () => {
    const sessions = [
      ...rated(20, 5, { expertise: '3' }, { expertise: '4' }),
      ...rated(3, 5, { expertise: 'unclear' }, { expertise: '4' }),
      ...rated(2, 5, { expertise: '1' }, { expertise: 'unclear' }),
      ...rated(1, 1, { expertise: 'unclear' }),
    ]
    const found = category(agreementOf(sessions, defaultThresholds), 'expertise')
    expect(found).toMatchObject({
      sessions: 26,
      unclear: { first: 3, second: 2, both: 1 },
      ordinal: { sessions: 20, exact: { value: 0 }, withinOne: { value: 1 } },
    })
    expect(found.agreement?.exact.value).toBeCloseTo(1 / 26, 12)
  })

  it('has no ordinal figures of fewer rated sessions than the thresholds', () => {
    const sessions = [...rated(14, 7, { expertise: '3' }), ...rated(6, 6, { expertise: 'unclear' })]
    const found = category(agreementOf(sessions, defaultThresholds), 'expertise')
    expect(found).toMatchObject({ sessions: 20, ordinal: null })
  })

  it('derives the outcome measures as the codebook does, without sessions that have no clear goal', () => {
    const succeeded = { outcome: 'succeeded', success_signal: '4', failure_signal: '3' } as const
    const sessions = [
      ...rated(15, 5, succeeded, { ...succeeded, success_signal: '3' }),
      ...rated(5, 5, { ...succeeded, outcome: 'no_clear_goal' }, succeeded),
    ]
    const found = agreementOf(sessions, defaultThresholds)
    for (const id of ['verifiedSuccess', 'atLeastPartial', 'hitTrouble'])
      expect(category(found, id)).toMatchObject({ sessions: 15, missing: { first: 5, second: 0 } })
    expect(category(found, 'verifiedSuccess').agreement?.exact.value).toBe(0)
    expect(category(found, 'hitTrouble').agreement?.exact.value).toBe(1)
  })

  it('counts what is unscorable apart, and never as an answer', () => {
    const rating = ratingOf({ outcome: null, work_mode: 'build', codebase: 'of an older codebook' })
    const sessions = Array.from({ length: 20 }, (_, index) => ({
      person: String(index),
      first: rating,
      second: ratingOf({ outcome: 'failed', work_mode: 'fix', codebase: 'none' }),
    }))
    const found = agreementOf(sessions, defaultThresholds)
    const unanswered = { suppressed: true, missing: { first: 20, second: 0 } }
    expect(category(found, 'outcome')).toMatchObject({ ...unanswered, unscorable: { first: 20, second: 0 } })
    expect(category(found, 'codebase')).toMatchObject({ ...unanswered, unscorable: { first: 0, second: 0 } })
    expect(category(found, 'work_mode').agreement?.exact.value).toBe(0)
  })

  it('sets the bands of task value by the second rater, and shows how much higher the first is', () => {
    const sessions = [
      ...rated(15, 5, { task_value: { usd: 300 } }, { task_value: { usd: 150 } }),
      ...rated(15, 5, { task_value: { usd: 4_000 } }, { task_value: { usd: 2_000 } }),
    ]
    const { taskValue } = agreementOf(sessions, defaultThresholds)
    expect(taskValue.agreement).toMatchObject({
      logCorrelation: expect.closeTo(1, 10),
      sameBand: { value: 0.5 },
    })
    expect(taskValue.agreement?.bias).toBeCloseTo(2, 10)
    expect(taskValue.bands.map(({ band, sessions: n }) => [band, n])).toEqual([
      ['10-200', 15],
      ['200-1000', null],
      ['1000-5000', 15],
      ['5000-50000', null],
    ])
  })
})

describe('a correlation', () => {
  const numbers = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })))

  it('is between −1 and 1, the same whichever comes first, and not there where nothing varies', () => {
    fc.assert(
      fc.property(numbers, (drawn) => {
        const [xs, ys] = [drawn.map(([x]) => x), drawn.map(([, y]) => y)]
        for (const correlation of [pearson, spearman]) {
          const found = correlation(xs, ys)
          const constant = new Set(xs).size < 2 || new Set(ys).size < 2
          expect(found === null).toBe(constant)
          if (found === null) continue
          expect(Math.abs(found)).toBeLessThanOrEqual(1)
          expect(correlation(ys, xs)).toBeCloseTo(found, 12)
        }
      }),
    )
  })

  it('of ranks does not change with what keeps the order', () => {
    fc.assert(
      fc.property(numbers, (drawn) => {
        const [xs, ys] = [drawn.map(([x]) => x), drawn.map(([, y]) => y)]
        const found = spearman(xs, ys)
        const same = spearman(
          xs,
          ys.map((y) => y ** 3 + y),
        )
        if (found === null) expect(same).toBeNull()
        else expect(same).toBeCloseTo(found, 12)
      }),
    )
  })
})
