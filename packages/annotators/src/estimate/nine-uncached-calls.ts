import type { ModelProfile } from '../anthropic/model-profiles.ts'
import { nextCalls } from '../anthropic/plan-calls.ts'
import type { PlannedCall } from '../anthropic/planned-call.ts'
import type { Usage } from '../anthropic/ports.ts'
import { requestCharacters } from '../anthropic/request-characters.ts'

/** What costs are set beside: one call for each classifier of the study, the transcript sent fresh with every one. */
const CALLS = 9
const OUTPUT_TOKENS = 60

/** The calls that ask one question each of a transcript, with nothing marked for the cache. */
export function uncachedCalls(profile: ModelProfile, transcript: string): readonly PlannedCall[] {
  const uncached = { ...profile, cacheMinimumTokens: Number.POSITIVE_INFINITY }
  return nextCalls('faithful', uncached, transcript, [])
}

/** The tokens of nine calls of mean length, each answered in 60 tokens, about a transcript of so many characters. */
export function nineUncachedCalls(
  profile: ModelProfile,
): (characters: number, charactersPerToken: number) => Usage {
  const sizes = uncachedCalls(profile, '').map(({ request }) => requestCharacters(request))
  const beside = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
  return (characters, charactersPerToken) => ({
    inputTokens: (CALLS * (characters + beside)) / charactersPerToken,
    outputTokens: CALLS * OUTPUT_TOKENS,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
  })
}
