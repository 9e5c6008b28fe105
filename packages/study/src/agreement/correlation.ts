/** The mean; 0 of nothing. */
export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Pearson's correlation of two equally long lists, null where one of them never varies. */
export function pearson(xs: readonly number[], ys: readonly number[]): number | null {
  const [meanX, meanY] = [mean(xs), mean(ys)]
  const [dx, dy] = [xs.map((x) => x - meanX), ys.map((y) => y - meanY)]
  if (!varies(xs) || !varies(ys)) return null
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
  const found = product(dx, dy) / Math.sqrt(product(dx, dx) * product(dy, dy))
  return Number.isFinite(found) ? Math.max(-1, Math.min(1, found)) : null
}

/** Not by the variance, which rounding leaves above 0 where all are the same. */
const varies = (values: readonly number[]) => values.some((value) => value !== values[0])

/**
 * Spearman's rank correlation: Pearson's of the ranks, what is equal sharing the mean of its ranks (Kendall & Gibbons,
 * Rank Correlation Methods, 5th ed. 1990, §3). Null where one of the lists never varies.
 */
export const spearman = (xs: readonly number[], ys: readonly number[]) => pearson(ranks(xs), ranks(ys))

function ranks(values: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort()
  const rankOf = new Map<number, number>()
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1
    rankOf.set(sorted[from] ?? 0, (from + 1 + to) / 2)
  }
  return values.map((value) => rankOf.get(value) ?? 0)
}
