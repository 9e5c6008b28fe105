import studentQuantile from '@stdlib/stats-base-dists-t-quantile'
import { add, type Crosstab, cellsOf, type Pair } from './crosstab.ts'
import type { Matrix } from './kappa.ts'

export type Spread = { standardError: number; low: number; high: number }

/** A cross-table with the part of it that each group of people makes: each person a group where there are not too many. */
export type ClusteredTable = Crosstab & {
  readonly groups: readonly Matrix[]
  /** G* = n²/Σ n_g² over people, the effective number of them. */
  readonly effectivePeople: number
}

/** So many give a standard error that is itself known to 3 %, and keep the work in bounds. */
const GROUPS = 500

/** Cross-tabulates pairs by person. Of more than GROUPS people, people share a group in the order in which they appear. */
export function clusteredTable(pairs: readonly Pair<string>[], options: readonly string[]): ClusteredTable {
  const empty = () => options.map(() => options.map(() => 0))
  const counts = empty()
  const groups: number[][][] = []
  const sizes: number[] = []
  const placeOf = new Map<string, number>()
  const cellOf = cellsOf(options)
  for (const pair of pairs) {
    const place = placeOf.get(pair.person) ?? placeOf.size
    placeOf.set(pair.person, place)
    sizes[place] = (sizes[place] ?? 0) + 1
    const [row, column] = cellOf(pair)
    const group = groups[place % GROUPS] ?? empty()
    groups[place % GROUPS] = group
    add(group, row, column, 1)
    add(counts, row, column, 1)
  }
  const squares = sizes.reduce((total, size) => total + size ** 2, 0)
  return { options: [...options], counts, groups, effectivePeople: pairs.length ** 2 / squares }
}

/**
 * The standard error and 95 % interval of a statistic of a cross-table whose sessions are clustered by person, from what
 * it is without each group in turn: the delete-one-group jackknife (Wolter, Introduction to Variance Estimation, 2nd
 * ed. 2007, §4.2; for κ: Fleiss & Davies, American Journal of Epidemiology 115, 1982). Without randomness, so that two
 * computations agree. The interval is Student's t on G* − 1 degrees of freedom, as for every other figure, within −1 and
 * 1. Null with one person, where the statistic is not defined without one of the groups, and where it is the same without
 * any: no spread is seen then, which is not to say that there is none.
 */
export function jackknife(
  { counts, groups, effectivePeople }: ClusteredTable,
  statistic: (counts: Matrix) => number | null,
): Spread | null {
  const value = statistic(counts)
  if (value === null || groups.length < 2) return null
  const without: number[] = []
  for (const group of groups) {
    const left = statistic(difference(counts, group))
    if (left === null) return null
    without.push(left)
  }
  const mean = without.reduce((total, one) => total + one, 0) / groups.length
  const squares = without.reduce((total, one) => total + (one - mean) ** 2, 0)
  const standardError = Math.sqrt(((groups.length - 1) / groups.length) * squares)
  if (standardError < ROUNDING) return null
  const margin = studentQuantile(0.975, Math.max(1, effectivePeople - 1)) * standardError
  return { standardError, low: Math.max(-1, value - margin), high: Math.min(1, value + margin) }
}

/** Below what rounding alone makes of values near 1. */
const ROUNDING = 1e-12

const difference = (counts: Matrix, group: Matrix): Matrix =>
  counts.map((row, i) => row.map((count, j) => count - (group[i]?.[j] ?? 0)))
