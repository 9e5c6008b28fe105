import studentQuantile from '@stdlib/stats-base-dists-t-quantile'
import { add, type Crosstab, cellsOf, type Pair } from './crosstab.ts'
import type { Matrix } from './kappa.ts'

export type Spread = { standardError: number; low: number; high: number }

/**
 * The standard error and 95 % interval of a statistic of a cross-table whose sessions are clustered by person, from what
 * it is without each person in turn: the delete-one-group jackknife (Wolter, Introduction to Variance Estimation, 2nd
 * ed. 2007, §4.2; for κ: Fleiss & Davies, American Journal of Epidemiology 115, 1982). Without randomness, so that two
 * computations agree. The interval is Student's t on G* − 1 degrees of freedom, G* the effective number of people as for
 * every other figure, within −1 and 1. Of more than {@link GROUPS} people as many groups of people are left out in turn
 * (the same source): people are spread over them by the order of their names, which as keyed hashes tell nothing. Null with one person, where the statistic is not defined without one of them, and
 * where it is the same without any: no spread is seen then, which is not to say that there is none.
 */
export function jackknife(
  pairs: readonly Pair<string>[],
  { options, counts }: Crosstab,
  statistic: (counts: Matrix) => number | null,
): Spread | null {
  const value = statistic(counts)
  const people = [...Map.groupBy(pairs, ({ person }) => person)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, theirs]) => theirs)
  const groups = grouped(people)
  const without = withoutEach(groups, { options, counts }, statistic)
  if (value === null || without === null || groups.length < 2) return null
  const mean = without.reduce((total, one) => total + one, 0) / groups.length
  const squares = without.reduce((total, one) => total + (one - mean) ** 2, 0)
  const standardError = Math.sqrt(((groups.length - 1) / groups.length) * squares)
  if (standardError < ROUNDING) return null
  const effective = pairs.length ** 2 / people.reduce((total, { length }) => total + length ** 2, 0)
  const margin = studentQuantile(0.975, Math.max(1, effective - 1)) * standardError
  return { standardError, low: Math.max(-1, value - margin), high: Math.min(1, value + margin) }
}

/** Below what rounding alone makes of values near 1. */
const ROUNDING = 1e-12

/** So many give a standard error that is itself known to 3 %, and 400,000 sessions an answer within seconds. */
const GROUPS = 500

/** Everyone alone, or people spread over GROUPS groups. */
function grouped<T>(people: readonly (readonly T[])[]): readonly (readonly T[])[] {
  if (people.length <= GROUPS) return people
  const groups = Map.groupBy(people.entries(), ([index]) => index % GROUPS)
  return [...groups.values()].map((members) => members.flatMap(([, theirs]) => theirs))
}

/** The statistic without each group, or null where it is not defined without one of them. */
function withoutEach(
  groups: readonly (readonly Pair<string>[])[],
  { options, counts }: Crosstab,
  statistic: (counts: Matrix) => number | null,
): readonly number[] | null {
  const cellOf = cellsOf(options)
  const left = counts.map((row) => [...row])
  const values: number[] = []
  for (const theirs of groups) {
    const cells = theirs.map(cellOf)
    for (const [row, column] of cells) add(left, row, column, -1)
    const value = statistic(left)
    for (const [row, column] of cells) add(left, row, column, 1)
    if (value === null) return null
    values.push(value)
  }
  return values
}
