import type { Answers, InvalidAnswer } from '@fieldwork/codebook'

/** Tokens of one call, as the Messages API counts them: `inputTokens` are neither read from the cache nor written to it. */
export type Usage = {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  /** Written to live five minutes, and an hour. */
  readonly cacheWrite5mTokens: number
  readonly cacheWrite1hTokens: number
}

/** One call's place in the questioning of a session: `all`, or the id of the one question that it asks. */
export type Step = string

export type FailedAnswer = {
  readonly kind: 'failed'
  readonly reason: 'answer_refused' | 'answer_truncated' | 'answer_invalid'
  /** Quotes nothing of the answer. */
  readonly detail: string
}

/** What came of one call that was answered. Storable as JSON. */
export type StepAnswer =
  | { readonly kind: 'answered'; readonly answered: Answers; readonly invalid: readonly InvalidAnswer[] }
  | FailedAnswer

/** An answer that was paid for and recorded. With all of a session's, its questioning goes on where it stopped. */
export type RecordedAnswer = {
  readonly callId: string
  readonly step: Step
  /** 2 is the repair of 1. */
  readonly attempt: 1 | 2
  readonly answer: StepAnswer
  /** The model that answered, as it names itself. */
  readonly model: string
  readonly promptHash: string
  readonly usage: Usage
  readonly costUsd: number
}

/**
 * The account of calls: what is reserved before a call, what it cost, what it answered. An answer may hold a posting, which
 * is made of the session; the keeper may drop it once the session is annotated.
 */
export type CallRecords = {
  /** Of the run at hand, in the order in which they were recorded. */
  answersOf(revisionId: number): Promise<readonly RecordedAnswer[]>
  /**
   * Before a call; gives the call's id, a UUID. `estimateUsd` is for the longest answer allowed. Throws a FieldworkError where
   * a limit of spend forbids the call; nothing is then reserved.
   */
  reserve(call: {
    readonly revisionId: number
    readonly step: Step
    readonly attempt: number
    readonly model: string
    readonly estimateUsd: number
  }): Promise<string>
  settle(callId: string, done: SettledCall): Promise<void>
  /** It cost nothing: an error status, or it was never sent. */
  release(callId: string, failure: string): Promise<void>
  /** Nobody knows what it cost (timeout, reset, aborted half-way): it counts at its estimate. */
  lose(callId: string, failure: string): Promise<void>
}

export type SettledCall = {
  readonly requestId: string | null
  readonly usage: Usage
  readonly costUsd: number
  readonly promptHash: string
  readonly model: string
  readonly answer: StepAnswer
}

/** The budget that all workers share. `acquire` waits until the demand may be sent; an aborted wait throws. */
export type Budget = {
  acquire(
    demand: {
      readonly project: number
      readonly run: number
      /** Fresh, and written to the cache: what limits count. */
      readonly inputTokens: number
      readonly outputTokens: number
    },
    signal: AbortSignal,
  ): Promise<Permit>
}

/** Leave to send one call. Exactly one of the three is called, once. */
export type Permit = {
  settle(used: { readonly inputTokens: number; readonly outputTokens: number }, headers?: Headers): unknown
  rateLimited(retryAfterMs?: number, headers?: Headers): unknown
  release(): unknown
}
