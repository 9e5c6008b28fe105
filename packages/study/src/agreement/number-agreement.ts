import { type ShareEstimate, shareEstimate } from './category-agreement.ts'
import { mean, pearson, spearman } from './correlation.ts'
import type { Pair } from './crosstab.ts'

/** How two measurements of a share go together. */
export type ShareAgreement = {
  firstMean: number
  secondMean: number
  meanAbsoluteDifference: number
  /** Pearson's; null where one of them never varies. */
  correlation: number | null
}

/** How two estimates of a value go together, by their logarithms. */
export type ValueAgreement = {
  /** Pearson's, of the logarithms; null where one of them never varies. */
  logCorrelation: number | null
  /** The square of it: what of the one's variance a straight line through the other explains. */
  logR2: number | null
  spearman: number | null
  sameBand: ShareEstimate
  /** Geometric mean of the first over the second: 1 where neither is higher on the whole. */
  bias: number
}

/** The study's bands of task value in USD, each up to but without its end, the last without end. */
export const valueBands = [
  { id: '10-200', from: 0, below: 200 },
  { id: '200-1000', from: 200, below: 1_000 },
  { id: '1000-5000', from: 1_000, below: 5_000 },
  { id: '5000-50000', from: 5_000, below: Number.POSITIVE_INFINITY },
] as const
export type ValueBand = (typeof valueBands)[number]

/** The band of a value above 0: one below the lowest counts to it, one above the highest too. */
export const bandOf = (usd: number): ValueBand['id'] =>
  valueBands.find(({ below }) => usd < below)?.id ?? '5000-50000'

/** Agreement of pairs of shares; there is at least one. */
export function shareAgreement(pairs: readonly Pair<number>[]): ShareAgreement {
  const firsts = pairs.map(({ first }) => first)
  const seconds = pairs.map(({ second }) => second)
  return {
    firstMean: mean(firsts),
    secondMean: mean(seconds),
    meanAbsoluteDifference: mean(pairs.map(({ first, second }) => Math.abs(first - second))),
    correlation: pearson(firsts, seconds),
  }
}

/** Agreement of pairs of values above 0; there is at least one. */
export function valueAgreement(pairs: readonly Pair<number>[]): ValueAgreement {
  const firsts = pairs.map(({ first }) => Math.log(first))
  const seconds = pairs.map(({ second }) => Math.log(second))
  const logCorrelation = pearson(firsts, seconds)
  const same = pairs.filter(({ first, second }) => bandOf(first) === bandOf(second)).length
  return {
    logCorrelation,
    logR2: logCorrelation === null ? null : logCorrelation ** 2,
    spearman: spearman(firsts, seconds),
    sameBand: shareEstimate(same, pairs.length),
    bias: Math.exp(mean(firsts) - mean(seconds)),
  }
}
