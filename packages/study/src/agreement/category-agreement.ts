import { type Interval, NORMAL_QUANTILE, wilsonInterval } from '../wilson.ts'
import type { Crosstab, Pair } from './crosstab.ts'
import { clusteredTable } from './jackknife.ts'
import { linear, quadratic, unweighted } from './kappa.ts'
import { type KappaEstimate, kappaOfTable } from './kappa-estimate.ts'

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
  const given = new Set<string>()
  for (const { first, second } of pairs) given.add(first).add(second)
  const table = clusteredTable(
    pairs,
    options.filter((option) => given.has(option)),
  )
  const confusion = { options: table.options, counts: table.counts }
  return {
    exact: shareEstimate(within(confusion, 0), pairs.length),
    kappa: kappaOfTable(table, unweighted),
    majority: majorityOf(confusion, pairs.length),
    confusion,
  }
}

/** In how many sessions the answers are at most so many steps apart. */
function within({ counts }: Crosstab, steps: number): number {
  return counts
    .flatMap((row, i) => row.filter((_, j) => Math.abs(i - j) <= steps))
    .reduce((total, count) => total + count, 0)
}

function majorityOf({ options, counts }: Crosstab, sessions: number) {
  const totals = options.map((_, column) => counts.reduce((total, row) => total + (row[column] ?? 0), 0))
  const most = Math.max(...totals)
  return { option: options[totals.indexOf(most)] ?? '', share: most / sessions }
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
  const table = clusteredTable(rated, levels)
  const share = (steps: number) => shareEstimate(within(table, steps), rated.length)
  return {
    sessions: rated.length,
    exact: share(0),
    withinOne: share(1),
    farApart: shareEstimate(rated.length - within(table, 2), rated.length),
    linear: kappaOfTable(table, linear),
    quadratic: kappaOfTable(table, quadratic),
  }
}

/** The pairs in which both are levels. */
export const ratedBoth = (pairs: readonly Pair<string>[], levels: readonly string[]) =>
  pairs.filter(({ first, second }) => levels.includes(first) && levels.includes(second))
