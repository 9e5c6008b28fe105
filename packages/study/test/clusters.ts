import studentQuantile from '@stdlib/stats-base-dists-t-quantile'
import fc from 'fast-check'
import { estimate, type Moments } from '../src/index.ts'

/** The measures of each person's sessions, in a metric's units. */
export type Clusters = readonly (readonly number[])[]

/** Two people or more, each with sessions of this measure. */
export const clustersOf = (measure: fc.Arbitrary<number>) =>
  fc.array(fc.array(measure, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 12 })
export const conditions = clustersOf(fc.integer({ min: 0, max: 1 }))

/** Every session of every person twice. */
export const repeated = (clusters: Clusters) => clusters.map((sessions) => [...sessions, ...sessions])

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** The moments of measures that are whole numbers. */
export function momentsOfClusters(clusters: Clusters): Moments {
  const people = clusters
    .filter((sessions) => sessions.length > 0)
    .map((sessions) => ({ n: BigInt(sessions.length), y: BigInt(sum(sessions)) }))
  const total = (term: (person: { n: bigint; y: bigint }) => bigint) =>
    people.reduce((before, person) => before + term(person), 0n)
  return {
    sessions: total(({ n }) => n),
    people: BigInt(people.length),
    sum: total(({ y }) => y),
    sumSquares: total(({ y }) => y * y),
    crossSum: total(({ y, n }) => y * n),
    clusterSizeSquares: total(({ n }) => n * n),
  }
}

/**
 * Least squares on a constant with cluster-robust CR1 errors, from the residuals of the sessions themselves: another way
 * to the variance that the estimator takes from moments.
 */
export function clusterRobustMean(clusters: Clusters): { readonly mean: number; readonly variance: number } {
  const values = clusters.flat()
  const mean = sum(values) / values.length
  const scores = clusters.map((sessions) => sum(sessions.map((value) => value - mean)))
  const g = clusters.length
  return { mean, variance: ((g / (g - 1)) * sum(scores.map((score) => score ** 2))) / values.length ** 2 }
}

/** The number of people of equal weight: the inverse of the chance that two sessions, drawn anew, are one person's. */
export function effectivePeople(clusters: Clusters): number {
  const sessions = clusters.flat().length
  return 1 / sum(clusters.map(({ length }) => (length / sessions) ** 2))
}

/** The 0.975 quantile of t for these people. */
export const tOf = (clusters: Clusters) => studentQuantile(0.975, Math.max(1, effectivePeople(clusters) - 1))

/** The two shares π at which |p − π| is t standard errors √(π(1−π)/size), found by bisection. */
export function scoreInterval(p: number, size: number, t: number): readonly [number, number] {
  const outside = (share: number) => Math.abs(p - share) > t * Math.sqrt((share * (1 - share)) / size)
  return [bisect(0, p, outside), bisect(1, p, outside)]
}

function bisect(outer: number, inner: number, outside: (share: number) => boolean): number {
  let [out, within] = [outer, inner]
  for (let step = 0; step < 60; step++) {
    const middle = (out + within) / 2
    if (outside(middle)) out = middle
    else within = middle
  }
  return within
}

/** An estimate that has an interval. */
export function estimated(...[metric, moments]: Parameters<typeof estimate>) {
  const found = estimate(metric, moments)
  if (found === null || found.low === null || found.high === null) throw new Error('there is no interval')
  return { value: found.value, low: found.low, high: found.high }
}
