import type { ModelProfile } from '../anthropic/model-profiles.ts'
import type { Usage } from '../anthropic/ports.ts'
import { costOf } from '../anthropic/profile-of.ts'
import type { Strategy } from '../anthropic/steps.ts'
import { quantile } from './quantile.ts'
import { byLength, type RunUsage, runUsage } from './run-usage.ts'
import { type Assumptions, sessionUsage } from './session-usage.ts'

export { type ModelProfile, modelProfiles } from '../anthropic/model-profiles.ts'
export { profileOf } from '../anthropic/profile-of.ts'
export { requestCharacters } from '../anthropic/request-characters.ts'
export type { Strategy } from '../anthropic/steps.ts'
export { type Counted, measuredRatio } from './measured-ratio.ts'
export { uncachedCalls } from './nine-uncached-calls.ts'
export type { Assumptions } from './session-usage.ts'

/** What a key may take in a minute; input tokens are those that do not come from the cache. */
export type MinuteLimits = {
  readonly requestsPerMinute: number
  readonly inputTokensPerMinute: number
  readonly outputTokensPerMinute: number
}

/** A sum in USD as expected, and at the ends of what may be: see `EstimateOptions`. */
export type UsdRange = { readonly expected: number; readonly low: number; readonly high: number }

/** What a run over sessions is expected to take. */
export type RunEstimate = {
  readonly model: string
  readonly strategy: Strategy
  readonly calls: number
  readonly tokens: {
    readonly fresh: number
    readonly cacheWrite: number
    readonly cacheRead: number
    readonly output: number
  }
  readonly usd: {
    readonly direct: UsdRange
    readonly batches: UsdRange
    readonly nineUncachedCalls: UsdRange
  }
  /** At the limits of a minute, called directly. */
  readonly minutes: number
}

type Extreme = Pick<Assumptions, 'charactersPerToken' | 'answerLength'>

export type EstimateOptions = {
  readonly strategy: Strategy
  readonly profile: ModelProfile
  readonly limits: MinuteLimits
  readonly assumptions: Assumptions
  /** What else may be: what costs least, and most. */
  readonly range: { readonly low: Extreme; readonly high: Extreme }
  /** How many sessions the given ones stand for; themselves alone where absent. */
  readonly sessions?: number | undefined
}

/**
 * Characters a token as in English and code, with those of prose and of dense paths beside it; answers may be half and one
 * and a half times as long as planned; one call in fifty is repeated.
 */
export const defaults: Pick<EstimateOptions, 'assumptions' | 'range' | 'limits'> = {
  assumptions: { charactersPerToken: 3.5, answerLength: 1, repairShare: 0.02 },
  range: {
    low: { charactersPerToken: 4.2, answerLength: 0.5 },
    high: { charactersPerToken: 3, answerLength: 1.5 },
  },
  // A new account's (first tier, mid-2026).
  limits: { requestsPerMinute: 1_000, inputTokensPerMinute: 2_000_000, outputTokensPerMinute: 400_000 },
}

/** What the items of a batch cost, in units of the same calls made directly. */
const BATCH_PRICE = 0.5

/**
 * Estimates a run from the lengths of its sessions' rendered transcripts, in characters. Pure. The sum is that of its
 * sessions, and once the price of writing what all of them read. In batches as much is taken to be met in the cache as in
 * direct calls; what is written lives an hour there, since minutes may lie between two items.
 */
export function estimateRun(characters: readonly number[], options: EstimateOptions): RunEstimate {
  const { strategy, profile, limits, assumptions, range, sessions = characters.length } = options
  const weight = characters.length === 0 ? 0 : sessions / characters.length
  const at = (extreme: Partial<Extreme>) =>
    runUsage(characters, weight, { strategy, profile, assumptions: { ...assumptions, ...extreme } })
  const expected = at({})
  const others = [range.low, range.high].flatMap((end) => towards(assumptions, end)).map(at)
  const costs = (usd: (run: RunUsage) => number): UsdRange => {
    const all = [expected, ...others].map(usd)
    return { expected: usd(expected), low: Math.min(...all), high: Math.max(...all) }
  }
  const { usage, calls } = expected
  return {
    model: profile.model,
    strategy,
    calls,
    tokens: {
      fresh: usage.inputTokens,
      cacheWrite: usage.cacheWrite5mTokens,
      cacheRead: usage.cacheReadTokens,
      output: usage.outputTokens,
    },
    usd: {
      direct: costs((run) => costOf(profile, run.usage)),
      batches: costs((run) => BATCH_PRICE * costOf(profile, keptAnHour(run.usage))),
      nineUncachedCalls: costs((run) => costOf(profile, run.uncached)),
    },
    minutes: Math.max(
      calls / limits.requestsPerMinute,
      (usage.inputTokens + usage.cacheWrite5mTokens) / limits.inputTokensPerMinute,
      usage.outputTokens / limits.outputTokensPerMinute,
    ),
  }
}

/** Steps from what is expected to an end of the range. */
const STEPS = 4

/**
 * What is between the expected and an end, with the end's answers. A prefix of too few tokens is not cached: a run may cost
 * least, or most, anywhere between.
 */
function towards({ charactersPerToken }: Assumptions, end: Extreme): readonly Extreme[] {
  const step = (end.charactersPerToken - charactersPerToken) / STEPS
  return Array.from({ length: STEPS }, (_, index) => ({
    ...end,
    charactersPerToken: charactersPerToken + step * (index + 1),
  }))
}

const keptAnHour = (usage: Usage): Usage => ({
  ...usage,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
})

/** What each session is expected to cost in the midst of a run, called directly, in USD. */
export function sessionCosts(
  characters: readonly number[],
  { strategy, profile, assumptions }: Pick<EstimateOptions, 'strategy' | 'profile' | 'assumptions'>,
): readonly number[] {
  const cost = byLength((length) =>
    costOf(profile, sessionUsage(strategy, profile, length, assumptions).usage),
  )
  return characters.map(cost)
}

/** How far costs spread over sessions; null of none. */
export function spreadOf(
  costs: readonly number[],
): { readonly median: number; readonly p90: number; readonly max: number } | null {
  if (costs.length === 0) return null
  return { median: quantile(costs, 0.5), p90: quantile(costs, 0.9), max: quantile(costs, 1) }
}
