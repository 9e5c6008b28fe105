import type { ClassifierAgreement } from '@fieldwork/codebook'

/** One session's two answers to one classifier. */
export type Pair = readonly [ours: string, reference: string]

/**
 * Agreement of pairs of answers: Cohen's kappa unweighted (Cohen 1960), the majority being the reference's commonest
 * answer. Shares are rounded to 3 digits, and 0 where there are no pairs.
 */
export function agreementOf(pairs: readonly Pair[]): ClassifierAgreement {
  const n = pairs.length
  const share = (count: number) => (n === 0 ? 0 : count / n)
  const exact = share(pairs.filter(([ours, reference]) => ours === reference).length)
  const ours = countsOf(pairs.map(([answer]) => answer))
  const reference = countsOf(pairs.map(([, answer]) => answer))
  const byChance = [...ours].reduce(
    (sum, [answer, count]) => sum + share(count) * share(reference.get(answer) ?? 0),
    0,
  )
  const steps = pairs.map((pair) => Math.abs(Number(pair[0]) - Number(pair[1]))).filter(Number.isFinite)
  return {
    n,
    exact: round(exact),
    withinOne: steps.length === 0 ? null : round(steps.filter((step) => step <= 1).length / steps.length),
    kappa: byChance >= 1 ? null : round((exact - byChance) / (1 - byChance)),
    majorityShare: round(share(Math.max(0, ...reference.values()))),
  }
}

/**
 * Cohen's kappa with quadratic weights (Cohen 1968), over the pairs that are both numbers; null where there is nothing
 * to disagree about.
 */
export function weightedKappaOf(pairs: readonly Pair[]): number | null {
  const numbers = pairs
    .map(([ours, reference]) => [Number(ours), Number(reference)] as const)
    .filter(([ours, reference]) => Number.isFinite(ours) && Number.isFinite(reference))
  const observed = numbers.reduce((sum, [ours, reference]) => sum + (ours - reference) ** 2, 0)
  const sum = (of: (pair: readonly [number, number]) => number) =>
    numbers.reduce((all, pair) => all + of(pair), 0)
  // The sum of (a − b)² over every answer a of ours and every answer b of the reference.
  const byChance =
    numbers.length * sum(([ours, reference]) => ours ** 2 + reference ** 2) -
    2 * sum(([ours]) => ours) * sum(([, reference]) => reference)
  return byChance <= 0 ? null : round(1 - (observed * numbers.length) / byChance)
}

/** How two measurements of a share go together. Correlation is Pearson's; null where one of them never varies. */
export type ShareAgreement = {
  readonly n: number
  readonly correlation: number | null
  readonly mean: number
  readonly referenceMean: number
}

export function shareAgreementOf(
  pairs: readonly (readonly [ours: number, reference: number])[],
): ShareAgreement {
  const n = pairs.length
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, n)
  const ours = mean(pairs.map(([value]) => value))
  const reference = mean(pairs.map(([, value]) => value))
  const moment = (of: (a: number, b: number) => number) =>
    mean(pairs.map(([a, b]) => of(a - ours, b - reference)))
  const spread = Math.sqrt(moment((a) => a * a) * moment((_, b) => b * b))
  return {
    n,
    correlation: spread === 0 ? null : round(moment((a, b) => a * b) / spread),
    mean: round(ours),
    referenceMean: round(reference),
  }
}

function countsOf(answers: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  return counts
}

const round = (value: number) => Math.round(value * 1_000) / 1_000
