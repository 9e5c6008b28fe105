import { expectedCalls } from '../anthropic/estimate-session.ts'
import type { ModelProfile } from '../anthropic/model-profiles.ts'
import type { PlannedCall } from '../anthropic/planned-call.ts'
import type { Step, Usage } from '../anthropic/ports.ts'
import type { Strategy } from '../anthropic/steps.ts'

/** What is not known before a run. */
export type Assumptions = {
  readonly charactersPerToken: number
  /** Answers, in units of their usual length. */
  readonly answerLength: number
  /** The share of calls, 0 to 1, whose answer is of no use, so that they are repeated once. */
  readonly repairShare: number
}

/** What a session is expected to take in the midst of a run, in fractions of calls and tokens. */
export type SessionUsage = {
  readonly calls: number
  readonly usage: Usage
  /** Of the tokens read from the cache, those that the first session of a run writes to it. */
  readonly sharedTokens: number
}

/** Steps whose cached prefix is the same in every session: the definitions, the calibration set. */
const shared: ReadonlySet<Step> = new Set(['all', 'task_value.price'])

/**
 * Plans the calls of a session whose rendered transcript has `characters`, as they will be planned, and counts their tokens.
 * Nothing but its length is asked of the transcript. Repairs find in the cache what the first attempts found or put there.
 */
export function sessionUsage(
  strategy: Strategy,
  profile: ModelProfile,
  characters: number,
  { charactersPerToken, answerLength, repairShare }: Assumptions,
): SessionUsage {
  const calls = expectedCalls(strategy, profile, 'x'.repeat(characters), { charactersPerToken })
  const counts = calls.map((call) => countsOf(call, calls))
  const sum = (count: (counts: Counts) => number) => counts.reduce((total, one) => total + count(one), 0)
  const attempts = 1 + repairShare
  const written = sum((one) => one.written)
  return {
    calls: calls.length * attempts,
    usage: {
      inputTokens: attempts * sum(({ fresh }) => fresh),
      outputTokens: attempts * answerLength * sum(({ output }) => output),
      cacheReadTokens: attempts * sum(({ read }) => read) + repairShare * written,
      cacheWrite5mTokens: written,
      cacheWrite1hTokens: 0,
    },
    sharedTokens: sum(({ sharedRead }) => sharedRead),
  }
}

type Counts = {
  readonly fresh: number
  readonly written: number
  readonly read: number
  readonly sharedRead: number
  readonly output: number
}

function countsOf({ step, warms, estimate }: PlannedCall, [, second]: readonly PlannedCall[]): Counts {
  // What the first call of a session warms is what its second one reads.
  const written = warms ? (second?.estimate.cachedTokens ?? 0) : 0
  return {
    fresh: estimate.inputTokens - written,
    written,
    read: estimate.cachedTokens,
    sharedRead: shared.has(step) ? estimate.cachedTokens : 0,
    output: estimate.outputTokens,
  }
}
