import type { ModelProfile } from '../anthropic/model-profiles.ts'
import type { Usage } from '../anthropic/ports.ts'
import type { Strategy } from '../anthropic/steps.ts'
import { nineUncachedCalls } from './nine-uncached-calls.ts'
import { type Assumptions, sessionUsage } from './session-usage.ts'

/** What a run is expected to take, and what nine uncached calls a session would. */
export type RunUsage = { readonly calls: number; readonly usage: Usage; readonly uncached: Usage }

export type Plan = {
  readonly strategy: Strategy
  readonly profile: ModelProfile
  readonly assumptions: Assumptions
}

/** Sums up sessions, each counted `weight` times. What all of them read from the cache is written to it once. */
export function runUsage(characters: readonly number[], weight: number, plan: Plan): RunUsage {
  const { strategy, profile, assumptions } = plan
  const planned = byLength((length) => sessionUsage(strategy, profile, length, assumptions))
  const nine = nineUncachedCalls(profile)
  let calls = 0
  let usage = noUsage
  let uncached = noUsage
  let shared = 0
  for (const length of characters) {
    const session = planned(length)
    calls += weight * session.calls
    usage = added(usage, session.usage, weight)
    uncached = added(uncached, nine(length, assumptions.charactersPerToken), weight)
    shared = Math.max(shared, session.sharedTokens)
  }
  const written = usage.cacheWrite5mTokens + shared
  const read = usage.cacheReadTokens - shared
  return { calls, uncached, usage: { ...usage, cacheWrite5mTokens: written, cacheReadTokens: read } }
}

/** Characters to which lengths are rounded, some thirty tokens: planning a session of each takes the time. */
const STEP = 100

/** A function of a transcript's length that is asked once for each length, to the nearest 100 characters. */
export function byLength<T>(make: (characters: number) => T): (characters: number) => T {
  const known = new Map<number, T>()
  return (characters) => {
    const length = STEP * Math.round(characters / STEP)
    const found = known.get(length) ?? make(length)
    known.set(length, found)
    return found
  }
}

const noUsage: Usage = {
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
