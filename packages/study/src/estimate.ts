import studentQuantile from '@stdlib/stats-base-dists-t-quantile'
import type { Metric } from './metric.ts'
import { MOMENT_SCALE, type Moments } from './moments.ts'
import { wilsonInterval } from './wilson.ts'

/** An estimate with its 95 % interval; null where one person alone stands behind it, and for a count. */
export type Estimate = { readonly value: number; readonly low: number | null; readonly high: number | null }

const CONFIDENCE = 0.95

/**
 * Estimates a metric, in its unit, from its moments. Null where no session is eligible.
 *
 * The value is the ratio ȳ = Σ y_g / Σ n_g. Its variance is the linearised one of a ratio of cluster totals, each person
 * a cluster (Cochran, Sampling Techniques, 3rd ed. 1977, §3.12 and §6.4), which is also that of least squares on a
 * constant with cluster-robust CR1 errors. The interval is Student's t on G* − 1 degrees of freedom: see
 * {@link effectivePeople}. A geometric mean is the exponential of the mean logarithm and of its interval's ends. Shares,
 * and means of shares, get an interval that stays within 0 and 1: Wilson's, with t in the place of the normal quantile,
 * which is the same as Korn and Graubard's correction of the size for its degrees of freedom.
 */
export function estimate(metric: Metric, moments: Moments): Estimate | null {
  const { sessions, people, sum } = moments
  if (sessions === 0n) return null
  if (metric.summary === 'count') return { value: Number(sessions), low: null, high: null }
  const scale = 'condition' in metric.value ? 1 : MOMENT_SCALE
  const mean = Number(sum) / Number(sessions) / scale
  const value = metric.summary === 'geometricMean' ? Math.exp(mean) : mean
  if (people < 2n) return { value, low: null, high: null }
  const variance = clusteredVariance(moments) / scale ** 2
  const t = studentQuantile((1 + CONFIDENCE) / 2, Math.max(1, effectivePeople(moments) - 1))
  if (metric.unit === 'share') {
    return { value, ...wilsonInterval(mean, effectiveSize(metric, mean, variance, moments), t) }
  }
  const margin = t * Math.sqrt(variance)
  const transform = metric.summary === 'geometricMean' ? Math.exp : (x: number) => x
  return { value, low: transform(mean - margin), high: transform(mean + margin) }
}

/**
 * G* = n²/Σ n_g²: how many people with as many sessions each would weigh the same; the number of people where all have
 * as many (Potthoff, Woodbury & Manton, Journal of the American Statistical Association 87, 1992). Where a few people
 * have most of the sessions, t on G − 1 degrees of freedom would be far too sure.
 */
function effectivePeople({ sessions, clusterSizeSquares }: Moments): number {
  return Number(sessions) ** 2 / Number(clusterSizeSquares)
}

/**
 * G/(G−1) · Σ (y_g − ȳ n_g)² / n², in the moments' own units. The sum, times n², is n²Σy² − 2n(Σy)Σyn + (Σy)²Σn²: in
 * whole numbers nothing cancels, and it is never below 0. Only the end result is rounded to a Number.
 */
function clusteredVariance({
  sessions: n,
  people,
  sum: y,
  sumSquares,
  crossSum,
  clusterSizeSquares,
}: Moments): number {
  const residuals = n * n * sumSquares - 2n * n * y * crossSum + y * y * clusterSizeSquares
  const clusters = Number(people)
  return ((clusters / (clusters - 1)) * Number(residuals)) / Number(n) ** 4
}

/**
 * How many independent sessions would give this variance: p(1−p)/variance (Korn & Graubard, Survey Methodology 24, 1998).
 * A share has at most as many as there are sessions, however small its variance came out by chance (Parker et al.,
 * Vital and Health Statistics 2(175), 2017). Where p is 0 or 1 the variance says nothing; then it is G*, as if each
 * person's sessions were all alike.
 */
function effectiveSize(metric: Metric, p: number, variance: number, moments: Moments): number {
  if (p === 0 || p === 1) return effectivePeople(moments)
  const size = (p * (1 - p)) / variance
  return metric.summary === 'share' ? Math.min(size, Number(moments.sessions)) : size
}
