import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metrics } from '../src/index.ts'
import {
  clusterRobustMean,
  conditions,
  effectivePeople,
  estimated,
  momentsOfClusters,
  repeated,
  scoreInterval,
  tOf,
} from './clusters.ts'

const share = metrics.verifiedSuccess

describe('the estimate of a share', () => {
  it('has the score interval at the size that its cluster-robust variance is worth, at most its sessions', () => {
    fc.assert(
      fc.property(conditions, (clusters) => {
        const { mean: p, variance } = clusterRobustMean(clusters)
        fc.pre(p > 0 && p < 1)
        const { value, low, high } = estimated(share, momentsOfClusters(clusters))
        const size = Math.min(clusters.flat().length, (p * (1 - p)) / variance)
        const reference = scoreInterval(p, size, tOf(clusters))
        expect(value).toBeCloseTo(p, 12)
        expect(low).toBeCloseTo(reference[0], 9)
        expect(high).toBeCloseTo(reference[1], 9)
      }),
    )
  })

  it.each([0, 1])('of %i has the interval of people who are each of one mind', (p) => {
    const clusters = [[p], [p, p], [p, p, p], [p, p]]
    const { low, high } = estimated(share, momentsOfClusters(clusters))
    const reference = scoreInterval(p, effectivePeople(clusters), tOf(clusters))
    expect([low, high]).toEqual([expect.closeTo(reference[0], 9), expect.closeTo(reference[1], 9)])
  })

  it('is not taken for certain where each person’s sessions happen to cancel out', () => {
    const clusters = [
      [0, 1],
      [1, 0],
      [0, 1],
      [0, 1],
      [1, 0],
    ]
    const { low, high } = estimated(share, momentsOfClusters(clusters))
    const reference = scoreInterval(0.5, 10, tOf(clusters))
    expect([low, high]).toEqual([expect.closeTo(reference[0], 9), expect.closeTo(reference[1], 9)])
  })

  it('is never more certain when every session of every person is there twice, but for the cap of its size', () => {
    fc.assert(
      fc.property(conditions, (clusters) => {
        const { mean: p, variance } = clusterRobustMean(clusters)
        fc.pre((p * (1 - p)) / variance < clusters.flat().length)
        const once = estimated(share, momentsOfClusters(clusters))
        const twice = estimated(share, momentsOfClusters(repeated(clusters)))
        expect(twice.low).toBeCloseTo(once.low, 9)
        expect(twice.high).toBeCloseTo(once.high, 9)
      }),
    )
  })
})
