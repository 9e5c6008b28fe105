import type { Producer } from '@fieldwork/queue'
import {
  abortAbandoned,
  type Database,
  expireClaims,
  expireTranscripts,
  loseAbandonedCalls,
  unparkResumed,
  waitingChunks,
} from '@fieldwork/store'

/** Chunks enqueued by one sweep at the most; the next sweep goes on. */
const CHUNKS_PER_SWEEP = 20_000

export type SweepOptions = {
  readonly MAX_CLAIMS: number
  /** Also the age below which a session still has its first job on the way. */
  readonly SWEEP_SECONDS: number
}

/** A call may wait for the budget for minutes; one that is under way for an hour has no worker any more. */
const LONGEST_CALL_SECONDS = 3_600

type Swept = {
  readonly expiredClaims: number
  readonly unparked: number
  readonly chunks: number
  readonly abandonedBatches: number
  readonly expiredTranscripts: number
  readonly lostCalls: number
}

/**
 * Enqueues again what waits without a job, takes back what dead workers had claimed, has wait what is parked though its run goes on, aborts batches whose upload is gone,
 * empties transcripts whose retention has ended, and gives up calls that nobody will settle. Adding a job that exists changes nothing, so that sweeping twice, or
 * from several workers, is harmless. Returns what it found.
 */
export async function sweep(database: Database, producer: Producer, options: SweepOptions): Promise<Swept> {
  const expiredClaims = await expireClaims(database, options.MAX_CLAIMS)
  const unparked = await unparkResumed(database)
  const chunks = await waitingChunks(database, options.SWEEP_SECONDS, CHUNKS_PER_SWEEP)
  if (chunks.length > 0) await producer.addWaitingChunks(chunks)
  const abandonedBatches = await abortAbandoned(database)
  const expiredTranscripts = await expireTranscripts(database)
  const lostCalls = await loseAbandonedCalls(database, LONGEST_CALL_SECONDS)
  return { expiredClaims, unparked, chunks: chunks.length, abandonedBatches, expiredTranscripts, lostCalls }
}
