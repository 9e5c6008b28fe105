import { type Amounts, each, kinds } from './amounts.ts'
import { type Bucket, fill, lower, raise } from './bucket.ts'
import type { RateHeaders } from './rate-headers.ts'
import type { BudgetState } from './state.ts'

/** What was known when a call was granted; its answer is compared with it. */
export type Snapshot = {
  readonly at: number
  /** Level plus all corrections until then; the least that its process has seen since the grant. */
  readonly lowest: Amounts
  /** All that had ever been taken. */
  readonly debited: Amounts
  /** Reserved by all processes together, the call itself included. */
  readonly inFlight: Amounts
}

/** The real API rounds what remains to the nearest thousand tokens. */
const ROUNDED_TO = 1_000

/**
 * Corrects limits and levels by the headers of one answer. Answers arrive in any order, and at which moment between grant
 * and answer the server counted is not known; so the rule needs no moment and no clock but the store's:
 *
 * - Limits are taken from the answer of the latest granted call, lower or higher ones alike.
 * - The server never has less than our level, since all that it has counted we had taken before. Were our level right, what
 *   it says remains would be no less than the least level between grant and answer. What it says less is taken off, once: of
 *   two answers that tell the same lack the second finds it corrected.
 * - What was taken off is given back when the server says more than all calls that it may not have counted
 *   yet (in flight at the grant, or granted since) can take. Never more than was taken off.
 */
export function observe(
  state: BudgetState,
  told: RateHeaders,
  granted: Snapshot,
  capacityOf: (limits: Amounts) => Amounts,
): BudgetState {
  const withLimits = adoptLimits(state, told, granted.at)
  const capacity = capacityOf(withLimits.limits)
  const buckets = each((kind) => {
    const bucket = fill(withLimits.buckets[kind], 0, capacity[kind])
    const remaining = told[kind]?.remaining
    if (remaining === undefined) return bucket
    const rounding = kind !== 'requests' && remaining % ROUNDED_TO === 0 ? ROUNDED_TO / 2 : 0
    return correct(bucket, remaining, rounding, {
      lowest: granted.lowest[kind],
      debited: granted.debited[kind],
      inFlight: granted.inFlight[kind],
    })
  })
  return { ...withLimits, buckets }
}

function adoptLimits(state: BudgetState, told: RateHeaders, grantedAt: number): BudgetState {
  if (grantedAt < state.limitsOf || kinds.every((kind) => told[kind]?.limit === undefined)) return state
  const limits = each((kind) => told[kind]?.limit ?? state.limits[kind])
  return { ...state, limits, limitsOf: grantedAt }
}

function correct(
  bucket: Bucket,
  remaining: number,
  rounding: number,
  granted: { readonly lowest: number; readonly debited: number; readonly inFlight: number },
): Bucket {
  const lowest = Math.min(granted.lowest - bucket.corrected, bucket.level)
  const lack = lowest - (remaining + rounding)
  if (lack > 0) return lower(bucket, lack)
  const uncounted = granted.inFlight + (bucket.debited - granted.debited)
  const surplus = remaining - rounding - uncounted - bucket.level
  return surplus > 0 ? raise(bucket, surplus) : bucket
}
