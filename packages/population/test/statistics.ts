/** How many standard errors a share of `n` draws lies from the probability it was drawn with. */
export function shareDeviation(hits: number, n: number, probability: number): number {
  return (hits / n - probability) / Math.sqrt((probability * (1 - probability)) / n)
}

/**
 * Pearson's chi-squared of counts against probabilities, as a standard normal deviate (Wilson and Hilferty 1931): large where
 * the counts were not drawn with them.
 */
export function chiSquaredDeviate(counts: readonly number[], probabilities: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const whole = probabilities.reduce((sum, probability) => sum + probability, 0)
  const statistic = counts.reduce((sum, count, index) => {
    const expected = (n * (probabilities[index] ?? 0)) / whole
    return sum + (count - expected) ** 2 / expected
  }, 0)
  const freedom = counts.length - 1
  const spread = 2 / (9 * freedom)
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread)
}

/** The mean of values, and how many standard errors it lies from where it should. */
export function meanDeviation(values: readonly number[], expected: number): number {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  return (mean - expected) / Math.sqrt(variance / n)
}
