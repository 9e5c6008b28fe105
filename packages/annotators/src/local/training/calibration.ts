/** How sure an answer was, and whether it was right. */
export type Sure = { readonly confidence: number; readonly right: boolean }

const BINS = 10

/** Answers by tenths of their confidence: how sure they were on average, and how often right. Empty tenths left out. */
export function reliabilityOf(answers: readonly Sure[]) {
  return Array.from({ length: BINS }, (_, bin) => {
    const within = answers.filter(
      ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin,
    )
    const mean = (of: (answer: Sure) => number) =>
      round(within.reduce((sum, answer) => sum + of(answer), 0) / Math.max(1, within.length))
    return {
      from: bin / BINS,
      n: within.length,
      confidence: mean(({ confidence }) => confidence),
      right: mean(({ right }) => Number(right)),
    }
  }).filter(({ n }) => n > 0)
}

/** Expected calibration error over ten equal bins (Naeini et al. 2015). */
export function calibrationErrorOf(answers: readonly Sure[]): number {
  const error = reliabilityOf(answers).reduce(
    (sum, { n, confidence, right }) => sum + n * Math.abs(confidence - right),
    0,
  )
  return round(error / Math.max(1, answers.length))
}

const round = (value: number) => Math.round(value * 1_000) / 1_000
