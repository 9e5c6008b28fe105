import { randomFrom } from './random.ts'

export type Interval = [low: number, high: number]

const RESAMPLES = 1_000
const TAIL = 0.025

/**
 * The 95 % percentile interval of a figure over groups of observations that are drawn again with replacement (cluster
 * bootstrap, Davison and Hinkley 1997, 3.8). Null where the figure is.
 */
export function intervalOf<T>(
  observations: readonly T[],
  groupOf: (observation: T) => string,
  figureOf: (observations: readonly T[]) => number | null,
  seed: number,
): Interval | null {
  const groups = [...Map.groupBy(observations, groupOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group)
  const random = randomFrom(seed)
  const figures: number[] = []
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    const drawn = groups.flatMap(() => groups[Math.floor(random() * groups.length)] ?? [])
    const figure = figureOf(drawn)
    if (figure !== null) figures.push(figure)
  }
  if (figures.length < RESAMPLES / 2) return null
  figures.sort((a, b) => a - b)
  const at = (share: number) => figures[Math.round(share * (figures.length - 1))] ?? 0
  return [round(at(TAIL)), round(at(1 - TAIL))]
}

const round = (value: number) => Math.round(value * 1_000) / 1_000
