import type { ModelProfile } from '../anthropic/model-profiles.ts'
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

/** A sum in USD as expected, and where there are more characters to a token than assumed, and fewer. */
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

export type EstimateOptions = {
  readonly strategy: Strategy
  readonly profile: ModelProfile
  readonly limits: MinuteLimits
  readonly assumptions: Assumptions
  /** Characters a token at which it costs least, and most. */
  readonly ratios: { readonly low: number; readonly high: number }
  /** How many sessions the given ones stand for; themselves alone where absent. */
  readonly sessions?: number | undefined
}

/** Characters a token as in English and code, with those of dense paths and of prose beside; one call in fifty is repeated. */
export const defaults = {
  assumptions: { charactersPerToken: 3.5, repairShare: 0.02 },
  ratios: { low: 4.2, high: 3 },
  // A new account's (first tier, mid-2026).
  limits: { requestsPerMinute: 1_000, inputTokensPerMinute: 2_000_000, outputTokensPerMinute: 400_000 },
} as const satisfies Pick<EstimateOptions, 'assumptions' | 'ratios' | 'limits'>

/** What the items of a batch cost, in units of the same calls made directly. */
const BATCH_PRICE = 0.5

/**
 * Estimates a run from the lengths of its sessions' rendered transcripts, in characters. Pure. The sum is that of its
 * sessions, and once the price of writing what all of them read. In batches as much is taken to be met in the cache as in
 * direct calls.
 */
export function estimateRun(characters: readonly number[], options: EstimateOptions): RunEstimate {
  const { strategy, profile, limits, assumptions, ratios, sessions = characters.length } = options
  const weight = characters.length === 0 ? 0 : sessions / characters.length
  const at = (charactersPerToken: number) =>
    runUsage(characters, weight, {
      strategy,
      profile,
      assumptions: { ...assumptions, charactersPerToken },
    })
  const [expected, low, high] = [at(assumptions.charactersPerToken), at(ratios.low), at(ratios.high)]
  const range = (usd: (run: RunUsage) => number): UsdRange => ({
    expected: usd(expected),
    low: Math.min(usd(low), usd(expected)),
    high: Math.max(usd(high), usd(expected)),
  })
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
      direct: range((run) => costOf(profile, run.usage)),
      batches: range((run) => BATCH_PRICE * costOf(profile, run.usage)),
      nineUncachedCalls: range((run) => costOf(profile, run.uncached)),
    },
    minutes: Math.max(
      calls / limits.requestsPerMinute,
      (usage.inputTokens + usage.cacheWrite5mTokens) / limits.inputTokensPerMinute,
      usage.outputTokens / limits.outputTokensPerMinute,
    ),
  }
}

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
