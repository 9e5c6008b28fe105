import { type Interval, NORMAL_QUANTILE, wilsonInterval } from '../wilson.ts'
import { type Crosstab, crosstab, type Pair } from './crosstab.ts'
import { linear, quadratic, unweighted } from './kappa.ts'
import { type KappaEstimate, kappaEstimate } from './kappa-estimate.ts'

/** A share with Wilson's 95 % interval, each session for itself. */
export type ShareEstimate = { value: number; low: number; high: number }

/** Agreement of numbered answers, over the sessions that both rated. */
export type OrdinalAgreement = {
  sessions: number
  exact: ShareEstimate
  withinOne: ShareEstimate
  /** More than two steps apart. */
  farApart: ShareEstimate
  linear: KappaEstimate | null
  quadratic: KappaEstimate | null
}

/** Agreement of answers that are options. */
export type CategoryAgreement = {
  exact: ShareEstimate
  kappa: KappaEstimate | null
  /** The second rater's commonest answer, and how often always giving it would agree. */
  majority: { option: string; share: number }
  /** Of the options that occur: rows are the first rater's. */
  confusion: Crosstab
}

/** The share `count` of `all` sessions; `all` is above 0. */
export function shareEstimate(count: number, all: number): ShareEstimate {
  const interval: Interval = wilsonInterval(count / all, all, NORMAL_QUANTILE)
  return { value: count / all, ...interval }
}

/** Agreement of pairs of options; there is at least one pair. The options' order is the one in which they are shown. */
export function categoryAgreement(
  pairs: readonly Pair<string>[],
  options: readonly string[],
): CategoryAgreement {
  const given = new Set(pairs.flatMap(({ first, second }) => [first, second]))
  const occurring = options.filter((option) => given.has(option))
  const confusion = crosstab(pairs, occurring)
  return {
    exact: shareEstimate(pairs.filter(({ first, second }) => first === second).length, pairs.length),
    kappa: kappaEstimate(pairs, occurring, unweighted, confusion),
    majority: majorityOf(pairs, occurring),
    confusion,
  }
}

function majorityOf(pairs: readonly Pair<string>[], options: readonly string[]) {
  const counts = Map.groupBy(pairs, ({ second }) => second)
  const countOf = (option: string) => counts.get(option)?.length ?? 0
  const option = options.toSorted((a, b) => countOf(b) - countOf(a))[0] ?? ''
  return { option, share: countOf(option) / pairs.length }
}

/**
 * Agreement of pairs of levels, given in their order, a step apart each. Pairs in which either is no level (`unclear`)
 * are left out; null where none is left.
 */
export function ordinalAgreement(
  pairs: readonly Pair<string>[],
  levels: readonly string[],
): OrdinalAgreement | null {
  const rated = ratedBoth(pairs, levels)
  if (rated.length === 0) return null
  const steps = rated.map(({ first, second }) => Math.abs(levels.indexOf(first) - levels.indexOf(second)))
  const share = (holds: (step: number) => boolean) => shareEstimate(steps.filter(holds).length, steps.length)
  const table = crosstab(rated, levels)
  return {
    sessions: rated.length,
    exact: share((step) => step === 0),
    withinOne: share((step) => step <= 1),
    farApart: share((step) => step > 2),
    linear: kappaEstimate(rated, levels, linear, table),
    quadratic: kappaEstimate(rated, levels, quadratic, table),
  }
}

/** The pairs in which both are levels. */
export const ratedBoth = (pairs: readonly Pair<string>[], levels: readonly string[]) =>
  pairs.filter(({ first, second }) => levels.includes(first) && levels.includes(second))
