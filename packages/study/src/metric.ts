import type { Fact } from '@fieldwork/codebook'

export type FactColumn = keyof Fact

/** A test of one column of a fact. A null column fails every test. */
export type Condition = { readonly column: FactColumn } & (
  | { readonly equals: string | number | boolean }
  | { readonly in: readonly (string | number)[] }
  | { readonly atLeast: number }
  | { readonly above: number }
  | { readonly present: true }
)

/** What of a fact is summarised: whether a condition holds, a column, or the ratio of two. */
export type Measure =
  | { readonly condition: Condition }
  | { readonly column: FactColumn }
  | { readonly ratio: readonly [FactColumn, FactColumn] }

/**
 * A metric of the catalogue. `eligible` says which sessions count; the measure of an eligible session is never null.
 * Counts and shares are of conditions, means of columns, geometric means of columns or ratios, over positive values
 * only: the study's typical intensities are geometric means.
 */
export type Metric = {
  readonly title: string
  readonly unit: 'share' | 'turns' | 'actions per turn' | 'words per turn' | 'sessions'
  readonly summary: 'count' | 'share' | 'mean' | 'geometricMean'
  readonly value: Measure
  readonly eligible: readonly Condition[]
}

export const interactive: Condition = { column: 'headless', equals: false }
export const present = (column: FactColumn): Condition => ({ column, present: true })

/** The share of sessions for which a condition holds, among those whose column is known. */
export function share(title: string, condition: Condition, ...eligible: readonly Condition[]): Metric {
  return {
    title,
    unit: 'share',
    summary: 'share',
    value: { condition },
    eligible: [interactive, present(condition.column), ...eligible],
  }
}

/** The mean over sessions of a column that is itself a share, 0 to 1. */
export function meanShare(title: string, column: FactColumn): Metric {
  return {
    title,
    unit: 'share',
    summary: 'mean',
    value: { column },
    eligible: [interactive, present(column)],
  }
}

/** The geometric mean of the ratio of two counts, over sessions where both are positive. */
export function typicalRatio(
  title: string,
  unit: Metric['unit'],
  [numerator, denominator]: readonly [FactColumn, FactColumn],
): Metric {
  return {
    title,
    unit,
    summary: 'geometricMean',
    value: { ratio: [numerator, denominator] },
    eligible: [interactive, { column: denominator, above: 0 }, { column: numerator, above: 0 }],
  }
}
