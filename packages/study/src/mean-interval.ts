import studentQuantile from '@stdlib/stats-base-dists-t-quantile'

/**
 * The 95 % interval of the mean over a population from a simple random sample without replacement, with the correction for
 * what part of it was drawn (Cochran, Sampling Techniques, 3rd ed. 1977, §2.6 and §2.8). Null for fewer than two values.
 */
export function meanInterval(
  values: readonly number[],
  population: number,
): { readonly low: number; readonly high: number } | null {
  const n = values.length
  if (n < 2) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const undrawn = Math.max(0, 1 - n / population)
  const margin = studentQuantile(0.975, n - 1) * Math.sqrt((variance / n) * undrawn)
  return { low: mean - margin, high: mean + margin }
}
