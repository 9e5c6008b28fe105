export type Interval = { readonly low: number; readonly high: number }

/** The 0.975 quantile of the normal distribution, for 95 % intervals. */
export const NORMAL_QUANTILE = 1.959963984540054

/**
 * Wilson's score interval (Journal of the American Statistical Association 22, 1927) of a share of `size` sessions, at a
 * quantile of the normal or, in its place, of the t distribution.
 */
export function wilsonInterval(p: number, size: number, quantile: number): Interval {
  const ratio = quantile ** 2 / size
  const centre = (p + ratio / 2) / (1 + ratio)
  const half = Math.sqrt(p * (1 - p) * ratio + (ratio / 2) ** 2) / (1 + ratio)
  // Rounding must not push an end past the value, nor past 0 or 1.
  return { low: Math.max(0, Math.min(p, centre - half)), high: Math.min(1, Math.max(p, centre + half)) }
}
