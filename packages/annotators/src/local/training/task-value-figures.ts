import type { TaskValueFigures } from '../figures-schema.ts'
import { bands } from '../model/answer.ts'
import { calibrationErrorOf } from './calibration.ts'
import { intervalOf } from './intervals.ts'
import type { Judged } from './judge.ts'

type Prices = readonly [ours: number, reference: number]

/** The band of a price, 0 to 3; what lies outside all bands belongs to the nearest. */
function bandOf(usd: number): number {
  return Math.max(
    0,
    bands.slice(0, -1).findLastIndex((from) => usd >= from),
  )
}

/** Agreement of prices: log R² on base ten, Spearman's rank correlation, and the share that falls in the right band. */
export function taskValueFigures(judged: readonly Judged[], seed: number): TaskValueFigures {
  const pricesOf = (of: readonly Judged[]) =>
    of.flatMap(({ annotator, example }): Prices[] => {
      const usd = annotator.values.task_value?.usd
      return usd === undefined ? [] : [[usd, example.reference.task_value.usd]]
    })
  const prices = pricesOf(judged)
  const interval = (figure: (of: readonly Prices[]) => number) =>
    intervalOf(
      judged,
      ({ example }) => example.repo,
      (drawn) => figure(pricesOf(drawn)),
      seed,
    )
  const counts = [0, 1, 2, 3].map(
    (band) => prices.filter(([, reference]) => bandOf(reference) === band).length,
  )
  return {
    n: prices.length,
    logR2: round(logR2(prices)),
    rankCorrelation: round(rankCorrelation(prices)),
    band: round(inBand(prices)),
    majorityBand: round(Math.max(...counts) / prices.length),
    intervals: {
      logR2: interval(logR2),
      rankCorrelation: interval(rankCorrelation),
      band: interval(inBand),
    },
    calibrationError: calibrationErrorOf(
      judged.flatMap(({ annotator, example }) => {
        const usd = annotator.values.task_value?.usd
        return usd === undefined
          ? []
          : [
              {
                confidence: annotator.confidence.task_value ?? 0,
                right: bandOf(usd) === bandOf(example.reference.task_value.usd),
              },
            ]
      }),
    ),
  }
}

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

function logR2(prices: readonly Prices[]): number {
  const mean = meanOf(prices.map(([, reference]) => Math.log10(reference)))
  const left = meanOf(prices.map(([ours, reference]) => Math.log10(ours / reference) ** 2))
  return 1 - left / meanOf(prices.map(([, reference]) => (Math.log10(reference) - mean) ** 2))
}

const inBand = (prices: readonly Prices[]) =>
  prices.filter(([ours, reference]) => bandOf(ours) === bandOf(reference)).length / prices.length

function rankCorrelation(prices: readonly Prices[]): number {
  const ours = ranksOf(prices.map(([price]) => price))
  const reference = ranksOf(prices.map(([, price]) => price))
  const [a, b] = [meanOf(ours), meanOf(reference)]
  const moment = (of: (x: number, y: number) => number) =>
    meanOf(ours.map((rank, index) => of(rank - a, (reference[index] ?? 0) - b)))
  return moment((x, y) => x * y) / Math.sqrt(moment((x) => x * x) * moment((_, y) => y * y))
}

/** Ranks from 1; equals share the mean of theirs. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value)
  const ranks: number[] = values.map(() => 0)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to += 1
    for (let at = from; at <= to; at += 1) ranks[order[at]?.index ?? 0] = (from + to) / 2 + 1
    from = to + 1
  }
  return ranks
}

const round = (value: number) => Math.round(value * 1_000) / 1_000
