import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Amounts, AmountsSchema, each, nothing } from './amounts.ts'
import { BucketSchema, emptyBucket } from './bucket.ts'
import { emptyQueue, FairQueueSchema } from './fair-queue.ts'
import { UseSchema } from './pace.ts'

const HeadSchema = Type.Object({
  id: Type.String(),
  project: Type.Number(),
  run: Type.Number(),
  /** Store time at which it began to wait at the head of its flow. */
  since: Type.Number(),
  amounts: AmountsSchema,
})
/** A demand at the head of its flow in one process. */
export type Head = Readonly<Static<typeof HeadSchema>>

const ProcessSchema = Type.Object({
  seen: Type.Number(),
  /** Until when its heads count: it looks again before that, unless it is dead. */
  until: Type.Number(),
  /** The last of its events that was heeded: one whose update failed half-way is not heeded twice. */
  heeded: Type.Number(),
  /** Reserved and not yet settled. */
  inFlight: AmountsSchema,
  heads: Type.Array(HeadSchema),
  /** Of its heads, what others granted in its place when it was their turn; it finds them at its next look. */
  granted: Type.Array(HeadSchema),
})
export type ProcessState = Readonly<Static<typeof ProcessSchema>>

const BudgetStateSchema = Type.Object({
  version: Type.Literal(1),
  /** Store time up to which the buckets are filled. */
  at: Type.Number(),
  /** Per minute, as configured until the server says otherwise. */
  limits: AmountsSchema,
  /** When the call was granted whose answer the limits are from: what older calls were told does not count. */
  limitsOf: Type.Number(),
  buckets: Type.Object({
    requests: BucketSchema,
    inputTokens: BucketSchema,
    outputTokens: BucketSchema,
  }),
  pausedUntil: Type.Number(),
  /** Pauses since the last answer: without a retry-after each is longer than the one before. */
  pauses: Type.Number(),
  use: Type.Union([UseSchema, Type.Null()]),
  queue: FairQueueSchema,
  processes: Type.Record(Type.String(), ProcessSchema),
})

/** All that the processes of one key share. Its size goes with the processes and the runs that wait, not with calls. */
export type BudgetState = Readonly<Static<typeof BudgetStateSchema>>

const compiled = Compile(BudgetStateSchema)

/** A budget that nobody used yet. Its buckets are empty: what was taken before is not known. */
const freshState = (limits: Amounts, now: number): BudgetState => ({
  version: 1,
  at: now,
  limits,
  limitsOf: 0,
  buckets: each(() => emptyBucket),
  pausedUntil: 0,
  pauses: 0,
  use: null,
  queue: emptyQueue,
  processes: {},
})

/** The state as it was stored, or a fresh one where there is none or it is not of this version. */
export function readState(stored: unknown, limits: Amounts, now: number): BudgetState {
  return compiled.Check(stored) ? stored : freshState(limits, now)
}

export const newProcess = (now: number): ProcessState => ({
  seen: now,
  until: now,
  heeded: 0,
  inFlight: nothing,
  heads: [],
  granted: [],
})
