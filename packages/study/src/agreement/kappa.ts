export type Matrix = readonly (readonly number[])[]

/** How much it counts as agreement that one answer is the option of the row and the other that of the column: 0 to 1. */
export type Weights = (row: number, column: number, options: number) => number

/** Only the same answer is agreement (Cohen, Educational and Psychological Measurement 20, 1960). */
export const unweighted: Weights = (row, column) => (row === column ? 1 : 0)

/** Every step apart costs the same (Cicchetti & Allison, American Journal of EEG Technology 11, 1971). */
export const linear: Weights = (row, column, options) => 1 - Math.abs(row - column) / Math.max(1, options - 1)

/** Steps apart cost their square (Fleiss & Cohen, Educational and Psychological Measurement 33, 1973). */
export const quadratic: Weights = (row, column, options) =>
  1 - (Math.abs(row - column) / Math.max(1, options - 1)) ** 2

/**
 * Cohen's κ of a cross-table, weighted (Cohen, Psychological Bulletin 70, 1968): the agreement beyond that of chance, as
 * a share of the agreement beyond chance that there could be. Its standard error is the large-sample one for a κ that
 * need not be 0 (Fleiss, Cohen & Everitt, Psychological Bulletin 72, 1969, equation 13). Null where there is nothing to
 * agree about: no session, or one same option throughout.
 */
export function kappa(
  counts: Matrix,
  weights: Weights,
): { readonly value: number; readonly standardError: number } | null {
  const table = proportions(counts, weights)
  if (table === null) return null
  const { n, observed, byChance, cells } = table
  const value = (observed - byChance) / (1 - byChance)
  // As a sum of squares about their mean, κ − pₑ(1 − κ): the paper's difference of two sums would cancel near 0.
  const mean = value - byChance * (1 - value)
  const variance = sum(
    cells.map(
      ({ share, weight, ofRow, ofColumn }) => share * (weight - (ofRow + ofColumn) * (1 - value) - mean) ** 2,
    ),
  )
  return { value, standardError: Math.sqrt(variance / n) / (1 - byChance) }
}

/** As `kappa`, its value alone. */
export function kappaValue(counts: Matrix, weights: Weights): number | null {
  const table = proportions(counts, weights)
  return table === null ? null : (table.observed - table.byChance) / (1 - table.byChance)
}

/** The cells that are not empty as shares, each with its weight and the mean weights of its row and of its column. */
function proportions(counts: Matrix, weights: Weights) {
  const options = counts.length
  const rows = counts.map(sum)
  const columns = counts.map((_, column) => sum(counts.map((row) => row[column] ?? 0)))
  const n = sum(rows)
  // One option that both always give: every share that chance could leave is rounding.
  if (n === 0 || rows.some((count, option) => count === n && columns[option] === n)) return null
  const ofRow = rows.map(
    (_, row) => sum(columns.map((count, column) => count * weights(row, column, options))) / n,
  )
  const ofColumn = columns.map(
    (_, column) => sum(rows.map((count, row) => count * weights(row, column, options))) / n,
  )
  const cells = counts.flatMap((row, i) =>
    row.flatMap((count, j) =>
      count === 0
        ? []
        : [
            {
              share: count / n,
              weight: weights(i, j, options),
              ofRow: ofRow[i] ?? 0,
              ofColumn: ofColumn[j] ?? 0,
            },
          ],
    ),
  )
  return {
    n,
    cells,
    observed: sum(cells.map(({ share, weight }) => share * weight)),
    byChance: sum(rows.map((count, row) => (count / n) * (ofRow[row] ?? 0))),
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
