import studentQuantile from '@stdlib/stats-base-dists-t-quantile'
import { describe, expect, it } from 'vitest'
import { estimate, metrics } from '../src/index.ts'
import { momentsOfClusters } from './clusters.ts'

describe('the estimate of a share', () => {
  it('is what one computes by hand for three people', () => {
    // p = 4/6; sums less p times sizes −1/3, 1, −2/3; variance 3/2 · 14/9 / 36 = 7/108; size (2/9)/(7/108) = 24/7.
    // Sizes 2, 3, 1: 36/14 − 1 = 11/7 degrees of freedom, whose t is 5.6482; t²/size 9.3048; centre 5.31905/10.3048,
    // half width √(2.06773 + 21.64467)/10.3048.
    const clusters = [[1, 0], [1, 1, 1], [0]]
    expect(estimate(metrics.verifiedSuccess, momentsOfClusters(clusters))).toEqual({
      value: expect.closeTo(0.66667, 5),
      low: expect.closeTo(0.04362, 4),
      high: expect.closeTo(0.98873, 4),
    })
  })

  it('has the variance of Cochran’s 30 households, two and a half times the binomial one', () => {
    // Sampling Techniques, 3rd ed. 1977, §3.12, table 3.5: 104 persons, 30 of whom had seen a doctor; v(p) 0.0052.
    const moments = {
      sessions: 104n,
      people: 30n,
      sum: 30n,
      sumSquares: 86n,
      crossSum: 113n,
      clusterSizeSquares: 404n,
    }
    const { value = 0, low, high } = estimate(metrics.verifiedSuccess, moments) ?? {}
    const t = studentQuantile(0.975, 104 ** 2 / 404 - 1)
    // Of the score interval's two ends, low · high = p² / (1 + t²/size) and size = p(1−p)/variance.
    const variance = ((value ** 2 / ((low ?? 0) * (high ?? 0)) - 1) / t ** 2) * value * (1 - value)
    expect(value).toBeCloseTo(0.2885, 4)
    expect(variance).toBeCloseTo(0.0052, 4)
    expect((variance * 104) / (value * (1 - value))).toBeGreaterThan(2.5)
  })

  it('of a person a session has Wilson’s interval, with n − 1 for n as has the variance of a mean', () => {
    // 15 of 50: t of 49 degrees is 2.0096, t²/49 = 0.08242; (0.3 + 0.04121)/1.08242 ± √(0.017308 + 0.001698)/1.08242.
    const clusters = Array.from({ length: 50 }, (_, index) => [index < 15 ? 1 : 0])
    expect(estimate(metrics.verifiedSuccess, momentsOfClusters(clusters))).toEqual({
      value: 0.3,
      low: expect.closeTo(0.18786, 4),
      high: expect.closeTo(0.4426, 4),
    })
  })
})

describe('the t quantile', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, §1.3.6.7.2, the column of 0.975.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [14, 2.145],
    [20, 2.086],
    [29, 2.045],
    [30, 2.042],
    [60, 2.0],
    [100, 1.984],
    [1e9, 1.96],
  ])('of %d degrees of freedom is the %d of the table', (degrees, quantile) => {
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(quantile, 3)
  })
})
