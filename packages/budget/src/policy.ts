import { type Amounts, each } from './amounts.ts'
import { fill } from './bucket.ts'
import { type Ramp, shareAt, used, worthMs } from './pace.ts'
import type { BudgetState } from './state.ts'

/** How a budget is spent. The same for all processes of a key. */
export type Policy = {
  /** Per minute, until the server says otherwise. */
  readonly limits: Amounts
  /** How much a bucket holds, in minutes of its limit. */
  readonly burst: number
  /** The share of the limit that is used: what is left makes up for calls that travel at different speeds. */
  readonly pace: number
  readonly ramp: Ramp
}

const MINUTE_MS = 60_000

/** How much each bucket holds. */
export const capacityOf =
  (policy: Policy) =>
  (limits: Amounts): Amounts =>
    each((kind) => limits[kind] * policy.burst)

/** Lets flow in what came since the state was last looked at. A clock that was set back lets nothing flow. */
export function refilled(state: BudgetState, policy: Policy, now: number): BudgetState {
  const capacity = capacityOf(policy)(state.limits)
  const ms = worthMs(policy.ramp, state.use?.since ?? now, state.at, now) * policy.pace
  const buckets = each((kind) =>
    fill(state.buckets[kind], (state.limits[kind] / MINUTE_MS) * ms, capacity[kind]),
  )
  return { ...state, at: now, buckets }
}

/** Marks that the key is in use, which starts the ramp where it was not. */
export const inUse = (state: BudgetState, policy: Policy, now: number): BudgetState => ({
  ...state,
  use: used(state.use, policy.ramp, now),
})

/** Milliseconds until so much has flowed in, never less: the ramp's growth until then is left out. */
export function inflowMs(state: BudgetState, policy: Policy, amount: number, perMinute: number): number {
  const share = shareAt(policy.ramp, state.use?.since ?? state.at, state.at)
  return (amount * MINUTE_MS) / (perMinute * share * policy.pace)
}
