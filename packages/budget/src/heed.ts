import { type Amounts, each, nothing } from './amounts.ts'
import { lower, settle } from './bucket.ts'
import { observe, type Snapshot } from './observe.ts'
import { capacityOf, type Policy } from './policy.ts'
import type { RateHeaders } from './rate-headers.ts'
import type { BudgetState } from './state.ts'

/** What became of a call that was granted. */
export type Outcome =
  /** Answered: what it took, and what the answer said of the limits. */
  | { readonly kind: 'settled'; readonly used: Amounts; readonly told: RateHeaders }
  /** Answered 429. */
  | {
      readonly kind: 'limited'
      readonly retryAfterMs: number | undefined
      readonly told: RateHeaders
    }
  /** Not sent, or not answered: a request at most. */
  | { readonly kind: 'released' }
  /** Granted to someone who no longer waited. */
  | { readonly kind: 'withdrawn' }

/** A number of its own within its process, growing. */
export type CallEvent = {
  readonly sequence: number
  readonly reserved: Amounts
  readonly granted: Snapshot
  readonly outcome: Outcome
}

/** Pauses where a 429 names no time: doubled with each until an answer comes. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** A longer one is more likely a fault than a wish. */
const MAX_RETRY_AFTER_MS = 3_600_000

/** The state after a call's end. 529, 5xx, timeouts and resets are `released`: nothing shrinks for them. */
export function heed(state: BudgetState, event: CallEvent, policy: Policy, now: number): BudgetState {
  const { outcome, reserved, granted } = event
  switch (outcome.kind) {
    case 'released':
      return withUsed(state, reserved, { ...nothing, requests: reserved.requests }, policy)
    case 'withdrawn':
      return withUsed(state, reserved, nothing, policy)
    case 'settled': {
      const settled = withUsed(state, reserved, outcome.used, policy)
      const pauses = granted.at >= state.pausedUntil ? 0 : state.pauses
      return { ...observe(settled, outcome.told, granted, capacityOf(policy)), pauses }
    }
    case 'limited': {
      const back = withUsed(state, reserved, nothing, policy)
      const seen = observe(back, outcome.told, granted, capacityOf(policy))
      return pause(emptied(seen, outcome.told), outcome.retryAfterMs, granted.at, now)
    }
  }
}

/** The state once a reservation is replaced by what was used. */
export function withUsed(state: BudgetState, reserved: Amounts, used: Amounts, policy: Policy): BudgetState {
  const capacity = capacityOf(policy)(state.limits)
  const buckets = each((kind) => settle(state.buckets[kind], reserved[kind], used[kind], capacity[kind]))
  return { ...state, buckets }
}

/**
 * A refused call shows that less was there than we thought, of one of the three. It is answered at once, so that what it
 * says remains is what remains; where it says nothing, nothing does.
 */
function emptied(state: BudgetState, told: RateHeaders): BudgetState {
  const buckets = each((kind) => {
    const bucket = state.buckets[kind]
    const excess = bucket.level - (told[kind]?.remaining ?? 0)
    return excess > 0 ? lower(bucket, excess) : bucket
  })
  return { ...state, buckets }
}

/** Calls that were under way when a pause began are refused too: they are told of by the same pause. */
function pause(state: BudgetState, asked: number | undefined, grantedAt: number, now: number): BudgetState {
  const isNew = grantedAt >= state.pausedUntil
  const pauses = isNew ? state.pauses + 1 : state.pauses
  const growing = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(pauses - 1, 10), LONGEST_PAUSE_MS)
  const ms = asked === undefined ? growing : Math.min(Math.max(0, asked), MAX_RETRY_AFTER_MS)
  const until = asked === undefined && !isNew ? state.pausedUntil : now + ms
  return { ...state, pauses, pausedUntil: Math.max(state.pausedUntil, until) }
}
