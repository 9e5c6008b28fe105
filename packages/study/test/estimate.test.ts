import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimate, MOMENT_SCALE, type Moments, metrics } from '../src/index.ts'
import {
  type Clusters,
  clusterRobustMean,
  clustersOf,
  conditions,
  estimated,
  momentsOfClusters,
  repeated,
  tOf,
} from './clusters.ts'

const share = metrics.verifiedSuccess
const mean = metrics.userPlanningShare
const typical = metrics.turns

const shares = clustersOf(fc.integer({ min: 0, max: MOMENT_SCALE }))
const logarithms = clustersOf(fc.integer({ min: 0, max: 8 * MOMENT_SCALE }))

const unscaled = (clusters: Clusters) =>
  clusters.map((sessions) => sessions.map((value) => value / MOMENT_SCALE))

describe('the estimate of a geometric mean', () => {
  it('is that of least squares on the logarithms with cluster-robust errors', () => {
    fc.assert(
      fc.property(logarithms, (clusters) => {
        const { value, low, high } = estimated(typical, momentsOfClusters(clusters))
        const reference = clusterRobustMean(unscaled(clusters))
        const margin = tOf(clusters) * Math.sqrt(reference.variance)
        expect(Math.log(value)).toBeCloseTo(reference.mean, 9)
        expect(Math.log(low)).toBeCloseTo(reference.mean - margin, 6)
        expect(Math.log(high)).toBeCloseTo(reference.mean + margin, 6)
      }),
    )
  })

  it('does not change when every session of every person is there twice', () => {
    fc.assert(
      fc.property(logarithms, (clusters) => {
        const once = estimated(typical, momentsOfClusters(clusters))
        const twice = estimated(typical, momentsOfClusters(repeated(clusters)))
        expect(Math.log(twice.high)).toBeCloseTo(Math.log(once.high), 9)
        expect(Math.log(twice.low)).toBeCloseTo(Math.log(once.low), 9)
      }),
    )
  })

  it('has (G−1)/(2G−1) of its variance when every person is there twice', () => {
    fc.assert(
      fc.property(logarithms, (clusters) => {
        const doubled = [...clusters, ...clusters]
        const marginOf = (people: Clusters) => {
          const { value, high } = estimated(typical, momentsOfClusters(people))
          return Math.log(high / value) / tOf(people)
        }
        const g = clusters.length
        expect(marginOf(doubled) ** 2).toBeCloseTo((marginOf(clusters) ** 2 * (g - 1)) / (2 * g - 1), 6)
      }),
    )
  })
})

describe('an estimate', () => {
  it.each([
    ['share', share, conditions],
    ['mean of shares', mean, shares],
  ] as const)('of a %s lies in its interval, and the interval within 0 and 1', (_, metric, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (clusters) => {
        const { value, low, high } = estimated(metric, momentsOfClusters(clusters))
        const ordered = [0, low, value, high, 1]
        expect(ordered).toEqual(ordered.toSorted((a, b) => a - b))
      }),
    )
  })

  it('has no interval where one person stands behind it, and is none where nobody does', () => {
    expect(estimate(share, momentsOfClusters([[1, 0, 0, 1]]))).toEqual({ value: 0.5, low: null, high: null })
    expect(estimate(share, momentsOfClusters([]))).toBeNull()
    expect(estimate(typical, momentsOfClusters([]))).toBeNull()
  })

  it('of a number of sessions is their number', () => {
    const count = estimate(metrics.sessions, momentsOfClusters([[1, 1], [1]]))
    expect(count).toEqual({ value: 3, low: null, high: null })
  })

  it('keeps the small differences between people that floating point would lose', () => {
    // A million people with a thousand sessions each, whose sums lie one unit above and below the same half.
    const [g, each] = [1_000_000n, 1_000n]
    const half = (each * BigInt(MOMENT_SCALE)) / 2n
    const moments: Moments = {
      sessions: g * each,
      people: g,
      sum: g * half,
      sumSquares: (g / 2n) * ((half - 1n) ** 2n + (half + 1n) ** 2n),
      crossSum: g * half * each,
      clusterSizeSquares: g * each ** 2n,
    }
    const { value, low, high } = estimated(mean, moments)
    const standardError = Math.sqrt(1 / 1e6) / 1_000 / MOMENT_SCALE
    expect(value).toBe(0.5)
    expect((high - low) / (2 * 1.96 * standardError)).toBeCloseTo(1, 2)
  })
})
