import { FieldworkError, isFieldworkError } from '@fieldwork/errors'

/** How often a job is tried before it is dead-lettered. */
export const ATTEMPTS = 5

/** Longest wait between two attempts, in milliseconds, also where the other side asked for more. */
export const LONGEST_DELAY_MS = 10 * 60_000

/** Wait before the second attempt, in milliseconds; it doubles with each further one. */
export const FIRST_DELAY_MS = 2_000

/** A lock is renewed at half this time, so a worker that is gone longer has lost its job. */
export const LOCK_DURATION_MS = 30_000

/** Milliseconds between two looks for jobs whose lock ran out: with shorter locks they are found sooner. */
export const stalledIntervalMs = (lockDurationMs: number): number => Math.ceil(lockDurationMs / 3)

/**
 * How often a job may be taken back from a worker that vanished. A killed worker is no fault of the job, so it is
 * far above any rolling restart; finite, so that a job that kills its worker every time does not do so forever.
 */
export const STALLED_AT_MOST = 50

/**
 * Options every job is added with. A finished job leaves nothing behind: done work is a row in Postgres, dead work
 * too, and a kept job would make adding the same id again a no-op.
 */
export const JOB_OPTIONS = {
  attempts: ATTEMPTS,
  backoff: { type: 'policy' },
  removeOnComplete: true,
  removeOnFail: true,
} as const

/**
 * Milliseconds to wait before the next attempt. Exponential with equal jitter: half of the wait is fixed, half is
 * drawn, so that jobs that failed together do not return together (M. Brooker, "Exponential Backoff and Jitter",
 * 2015). A wait the other side asked for is a lower bound, up to LONGEST_DELAY_MS.
 *
 * @param failures attempts that failed so far, 1 or more
 * @param random a draw from [0, 1)
 */
export function retryDelayMs(
  failures: number,
  error: unknown,
  random: number,
  firstDelayMs: number = FIRST_DELAY_MS,
): number {
  const ceiling = Math.min(firstDelayMs * 2 ** (failures - 1), LONGEST_DELAY_MS)
  const asked = isFieldworkError(error) ? error.retryAfterMs : undefined
  const wait =
    asked === undefined ? (ceiling / 2) * (1 + random) : Math.max(asked, 0) + (firstDelayMs / 2) * random
  return Math.round(Math.min(wait, LONGEST_DELAY_MS))
}

export type Verdict = { readonly kind: 'retry' } | { readonly kind: 'dead'; readonly reason: FieldworkError }

/**
 * What becomes of a job whose attempt failed. Only a transient error is worth another attempt; an error nobody
 * catalogued is taken for one, since it may be a broken connection.
 *
 * @param attempt number of the attempt that failed, 1 for the first
 */
export function judge(error: unknown, attempt: number): Verdict {
  if (isFieldworkError(error) && error.fate !== 'transient') return { kind: 'dead', reason: error }
  if (attempt < ATTEMPTS) return { kind: 'retry' }
  const last = error instanceof Error ? error.message : String(error)
  return {
    kind: 'dead',
    reason: new FieldworkError('attempts_exhausted', `after ${attempt} attempts: ${last}`, { cause: error }),
  }
}

/** A rate limit says nothing about the job that met it: it is tried again without having used up an attempt. */
export const usesNoAttempt = (error: unknown): boolean =>
  isFieldworkError(error) && error.code === 'annotator_rate_limited'

/** Where a chunk stands among those that wait with it. */
export type ChunkPlace = {
  /** How many chunks of its upload, its project or its run come before it. */
  readonly rank: number
  /** It is history that another run annotates again. */
  readonly again: boolean
}

/** Chunks that share a turn: within it the order is that of their arrival. */
const CHUNKS_A_TURN = 1_000
/** The latest turn BullMQ can tell from others. */
const LAST_TURN = 2_097_151

/**
 * The priority of a chunk's job: 0 is taken before 1, 1 before 2. The first chunks of whatever arrives come before the later
 * ones of what is large, and history after the first of what is new, so that nobody waits for another's backlog. Most
 * jobs have turn 0, which costs the queue nothing.
 */
export function turnOf({ rank, again }: ChunkPlace): number {
  return Math.min(Math.floor(rank / CHUNKS_A_TURN) + (again ? 1 : 0), LAST_TURN)
}
