import type { Posting } from '@fieldwork/codebook'
import type { ModelProfile } from './model-profiles.ts'
import { nextCalls, type PlanOptions } from './plan-calls.ts'
import { expectedCostOf, type PlannedCall } from './planned-call.ts'
import type { RecordedAnswer } from './ports.ts'
import type { Strategy } from './steps.ts'

/** What the questioning of one session is expected to take where every answer is valid. Money in USD. */
export type SessionEstimate = {
  readonly calls: number
  /** Fresh, and written to the cache. */
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
  readonly costUsd: number
}

/** Stands for the posting that a model would write, at the length that postings have. */
const posting: Posting = { title: 'x'.repeat(60), description: 'x'.repeat(500), skills: ['x'.repeat(60)] }

/** Pure: plans all calls of a session and adds up what they are expected to cost. */
export function estimateSession(
  strategy: Strategy,
  profile: ModelProfile,
  transcript: string,
  options: PlanOptions = {},
): SessionEstimate {
  const calls = expectedCalls(strategy, profile, transcript, options)
  const sum = (count: (call: PlannedCall) => number) => calls.reduce((total, call) => total + count(call), 0)
  return {
    calls: calls.length,
    inputTokens: sum(({ estimate }) => estimate.inputTokens),
    cachedTokens: sum(({ estimate }) => estimate.cachedTokens),
    outputTokens: sum(({ estimate }) => estimate.outputTokens),
    costUsd: sum((call) => expectedCostOf(profile, call)),
  }
}

/** All calls of a session in their order, where every answer is valid. Pure. */
export function expectedCalls(
  strategy: Strategy,
  profile: ModelProfile,
  transcript: string,
  options: PlanOptions = {},
): readonly PlannedCall[] {
  const calls: PlannedCall[] = []
  const answered: RecordedAnswer[] = []
  const plan = () => nextCalls(strategy, profile, transcript, answered, options)
  for (let next = plan(); next.length > 0; next = plan()) {
    calls.push(...next)
    answered.push(...next.map(answeredInFull))
  }
  return calls
}

function answeredInFull({ step, attempt, promptHash }: PlannedCall): RecordedAnswer {
  return {
    callId: '',
    step,
    attempt,
    answer: { kind: 'answered', answered: { values: {}, posting }, invalid: [] },
    model: '',
    promptHash,
    usage: nothing,
    costUsd: 0,
  }
}

const nothing = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
}
