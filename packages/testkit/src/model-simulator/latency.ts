import { normal, type Random } from './random.ts'

/** Draws a time in milliseconds. */
export type Latency = (random: Random) => number

/** How long answers take. `perOutputToken` is drawn once an answer: some answers are slow all the way. */
export type Latencies = { readonly firstByte?: Latency; readonly perOutputToken?: Latency }

/** Half of the times below the median, and `sigma` the standard deviation of their logarithm. */
export const lognormal =
  ({ medianMs, sigma }: { readonly medianMs: number; readonly sigma: number }): Latency =>
  (random) =>
    medianMs * Math.exp(sigma * normal(random))
