import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cohorts, type FactOfPerson, type MetricId, MOMENT_SCALE, momentsOf } from '../src/index.ts'
import { anyFacts, factOf } from './facts.ts'

/** Cells in an order of their own, whatever the order of the facts they came from. */
const sorted = (facts: readonly FactOfPerson[]) =>
  cohorts.map((cohort) =>
    momentsOf(cohort, facts).toSorted((a, b) => {
      const [left, right] = [JSON.stringify([a.cell, a.metric]), JSON.stringify([b.cell, b.metric])]
      return left < right ? -1 : 1
    }),
  )

function momentsIn(metric: MetricId, facts: readonly FactOfPerson[]) {
  const cohort = { id: 'one', title: 'One', dimensions: [], metrics: [metric], filter: [] }
  return momentsOf(cohort, facts)[0]?.moments
}

describe('moments', () => {
  it('are the same whatever the order of the facts', () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
    )
    fc.assert(
      fc.property(shuffled, ([facts, others]) => {
        expect(sorted(others)).toEqual(sorted(facts))
      }),
    )
  })

  it('of a cohort add up over its cells to those without dimensions, in all sums that are not of squares', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...cohorts), (facts, cohort) => {
        const whole = momentsOf({ ...cohort, dimensions: [] }, facts)
        const cells = momentsOf(cohort, facts)
        for (const { metric, moments } of whole) {
          const parts = cells.filter((cell) => cell.metric === metric)
          expect(parts.reduce((sum, part) => sum + part.moments.sessions, 0n)).toBe(moments.sessions)
          expect(parts.reduce((sum, part) => sum + part.moments.sum, 0n)).toBe(moments.sum)
        }
      }),
    )
  })

  it('of no facts are one cell of nothing without dimensions, and none with', () => {
    const rows = cohorts.map((cohort) => momentsOf(cohort, []).length)
    expect(rows).toEqual(
      cohorts.map(({ dimensions, metrics }) => (dimensions.length === 0 ? metrics.length : 0)),
    )
  })

  it('are sums over people of what each one’s sessions sum to', () => {
    const facts = [
      factOf({ person: 'a', verifiedSuccess: true }),
      factOf({ person: 'a', verifiedSuccess: true }),
      factOf({ person: 'a', verifiedSuccess: false }),
      factOf({ person: 'b', verifiedSuccess: true }),
      factOf({ person: 'b', verifiedSuccess: null }),
      factOf({ person: 'c', verifiedSuccess: true, headless: true }),
    ]
    expect(momentsIn('verifiedSuccess', facts)).toEqual({
      sessions: 4n,
      people: 2n,
      sum: 3n,
      sumSquares: 4n + 1n,
      crossSum: 6n + 1n,
      clusterSizeSquares: 9n + 1n,
    })
  })

  it('round a measure half to even, as Postgres does', () => {
    const halves = [0.5, 1.5, 2.5, 3.5].map((units) => units / MOMENT_SCALE)
    const sums = halves.map(
      (share) => momentsIn('userPlanningShare', [factOf({ userPlanningShare: share })])?.sum,
    )
    expect(sums).toEqual([0n, 2n, 2n, 4n])
  })

  it('of a typical intensity are of logarithms of the ratio, over the sessions that have one', () => {
    const facts = [
      factOf({ turns: 2, actions: 20 }),
      factOf({ turns: 4, actions: 1 }),
      factOf({ turns: 0, actions: 5 }),
      factOf({ turns: 5, actions: 0 }),
    ]
    expect(momentsIn('actionsPerTurn', facts)).toMatchObject({
      sessions: 2n,
      sum:
        BigInt(Math.round(Math.log(10) * MOMENT_SCALE)) + BigInt(Math.round(Math.log(1 / 4) * MOMENT_SCALE)),
    })
  })
})
