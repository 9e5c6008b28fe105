import type { ModelProfile } from '../anthropic/model-profiles.ts'
import type { Usage } from '../anthropic/ports.ts'
import { costOf } from '../anthropic/profile-of.ts'
import type { Strategy } from '../anthropic/steps.ts'
import { nineUncachedCalls } from './nine-uncached-calls.ts'
import { quantile } from './quantile.ts'
import { type Assumptions, type SessionUsage, sessionUsage } from './session-usage.ts'

export { type ModelProfile, modelProfiles } from '../anthropic/model-profiles.ts'
export { profileOf } from '../anthropic/profile-of.ts'
export type { Strategy } from '../anthropic/steps.ts'
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

export type Tokens = {
  readonly fresh: number
  readonly cacheWrite: number
  readonly cacheRead: number
  readonly output: number
}

/** What a run over sessions is expected to take. */
export type RunEstimate = {
  readonly model: string
  readonly strategy: Strategy
  readonly calls: number
  readonly tokens: Tokens
  readonly usd: { readonly direct: UsdRange; readonly batches: UsdRange; readonly nineUncachedCalls: UsdRange }
  /** Of one session, called directly, in USD. */
  readonly usdPerSession: { readonly median: number; readonly p90: number; readonly max: number }
  /** At the limits of a minute, called directly. */
  readonly minutes: number
}

export type EstimateOptions = {
  readonly strategy: Strategy
  readonly profile: ModelProfile
  readonly limits: MinuteLimits
  readonly assumptions?: Assumptions | undefined
  /** Characters a token at which it costs least, and most. */
  readonly ratios?: { readonly low: number; readonly high: number } | undefined
  /** How many sessions the given ones stand for; themselves alone where absent. */
  readonly sessions?: number | undefined
}

/** English and code, markup and paths as they were seen; one call in fifty is repeated. */
export const defaultAssumptions: Assumptions = { charactersPerToken: 3.5, repairShare: 0.02 }
export const defaultRatios = { low: 4.2, high: 3 } as const

/** A new account's limits (first tier, mid-2026). */
export const firstTier: MinuteLimits = {
  requestsPerMinute: 1_000,
  inputTokensPerMinute: 2_000_000,
  outputTokensPerMinute: 400_000,
}

/** What the items of a batch cost, in units of the same calls made directly. */
const BATCH_PRICE = 0.5

/**
 * Estimates a run from the lengths of its sessions' rendered transcripts. Pure. The sum is that of its sessions, and once
 * the price of writing what all of them read. In batches as much is taken to be met in the cache as in direct calls.
 */
export function estimateRun(characters: readonly number[], options: EstimateOptions): RunEstimate {
  const { strategy, profile, limits, assumptions = defaultAssumptions, ratios = defaultRatios } = options
  const { sessions = characters.length } = options
  const weight = characters.length === 0 ? 0 : sessions / characters.length
  const at = (charactersPerToken: number) =>
    planAll(characters, weight, options, { ...assumptions, charactersPerToken })
  const [expected, low, high] = [at(assumptions.charactersPerToken), at(ratios.low), at(ratios.high)]
  const range = (usd: (planned: Planned) => number): UsdRange => ({
    expected: usd(expected),
    low: Math.min(usd(low), usd(expected)),
    high: Math.max(usd(high), usd(expected)),
  })
  const { usage, calls } = expected
  const costs = sessionCosts(characters, options)
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
      direct: range((planned) => costOf(profile, planned.usage)),
      batches: range((planned) => BATCH_PRICE * costOf(profile, planned.usage)),
      nineUncachedCalls: range((planned) => costOf(profile, planned.uncached)),
    },
    usdPerSession: {
      median: quantile(costs, 0.5),
      p90: quantile(costs, 0.9),
      max: costs.reduce((most, cost) => Math.max(most, cost), 0),
    },
    minutes: minutesOf(calls, usage, limits),
  }
}

/** What each session is expected to cost in the midst of a run, called directly, in USD. */
export function sessionCosts(
  characters: readonly number[],
  {
    strategy,
    profile,
    assumptions = defaultAssumptions,
  }: Pick<EstimateOptions, 'strategy' | 'profile' | 'assumptions'>,
): readonly number[] {
  const cost = remembered((length) =>
    costOf(profile, sessionUsage(strategy, profile, length, assumptions).usage),
  )
  return characters.map(cost)
}

type Planned = { readonly calls: number; readonly usage: Usage; readonly uncached: Usage }

function planAll(
  characters: readonly number[],
  weight: number,
  { strategy, profile }: EstimateOptions,
  assumptions: Assumptions,
): Planned {
  const plan = remembered((length) => sessionUsage(strategy, profile, length, assumptions))
  const nine = remembered((length) => nineUncachedCalls(profile, length, assumptions.charactersPerToken))
  let calls = 0
  let usage = nothing
  let uncached = nothing
  let sharedTokens = 0
  for (const length of characters) {
    const planned: SessionUsage = plan(length)
    calls += weight * planned.calls
    usage = added(usage, planned.usage, weight)
    uncached = added(uncached, nine(length), weight)
    sharedTokens = Math.max(sharedTokens, planned.sharedTokens)
  }
  const { cacheWrite5mTokens, cacheReadTokens } = usage
  return {
    calls,
    uncached,
    usage: {
      ...usage,
      cacheWrite5mTokens: cacheWrite5mTokens + sharedTokens,
      cacheReadTokens: cacheReadTokens - sharedTokens,
    },
  }
}

const nothing: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
}

const added = (sum: Usage, one: Usage, weight: number): Usage => ({
  inputTokens: sum.inputTokens + weight * one.inputTokens,
  outputTokens: sum.outputTokens + weight * one.outputTokens,
  cacheReadTokens: sum.cacheReadTokens + weight * one.cacheReadTokens,
  cacheWrite5mTokens: sum.cacheWrite5mTokens + weight * one.cacheWrite5mTokens,
  cacheWrite1hTokens: sum.cacheWrite1hTokens + weight * one.cacheWrite1hTokens,
})

/** Most long sessions are cut to the same length: each length is planned once. */
function remembered<T>(make: (length: number) => T): (length: number) => T {
  const known = new Map<number, T>()
  return (length) => {
    const found = known.get(length) ?? make(length)
    known.set(length, found)
    return found
  }
}

function minutesOf(calls: number, usage: Usage, limits: MinuteLimits): number {
  return Math.max(
    calls / limits.requestsPerMinute,
    (usage.inputTokens + usage.cacheWrite5mTokens) / limits.inputTokensPerMinute,
    usage.outputTokens / limits.outputTokensPerMinute,
  )
}
