import { FieldworkError } from '@fieldwork/errors'
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq'
import { type JobPayloads, parsePayload, type QueueName } from './jobs.ts'
import { judge, usesNoAttempt } from './policy.ts'

export type JobHandlers<Q extends QueueName> = {
  readonly queue: Q
  /** Does the work. What it throws decides the job's fate; `signal` fires when the process must end. */
  readonly handle: (payload: JobPayloads[Q], signal: AbortSignal) => Promise<void>
  /** Writes the dead-letter record, before the job is removed. Called once for a job that will not be tried again. */
  readonly onDead: (payload: JobPayloads[Q], error: FieldworkError) => Promise<void>
  readonly report: (error: unknown) => void
  /** Milliseconds until the next attempt, after so many failures. */
  readonly delayMs: (failures: number, error: unknown) => number
  /** Milliseconds since 1970. */
  readonly now: () => number
}

type BullJob = Pick<Job, 'id' | 'data' | 'token' | 'attemptsMade' | 'moveToWait' | 'moveToDelayed'>

/** One attempt at a job, in BullMQ's terms: returns when done, throws what BullMQ is to make of it. */
export async function performJob<Q extends QueueName>(
  job: BullJob,
  handlers: JobHandlers<Q>,
  signal: AbortSignal,
): Promise<void> {
  const payload = payloadOrGiveUp(job, handlers)
  try {
    await handlers.handle(payload, signal)
  } catch (error) {
    if (signal.aborted) {
      // The process ends; that is no fault of the job, so it goes back without having used up an attempt.
      await job.moveToWait(job.token)
      throw new WaitingError()
    }
    if (usesNoAttempt(error)) {
      await job.moveToDelayed(handlers.now() + handlers.delayMs(1, error), job.token)
      throw new DelayedError()
    }
    const verdict = judge(error, job.attemptsMade + 1)
    if (verdict.kind === 'retry') throw error
    await bury(payload, verdict.reason, handlers)
    throw new UnrecoverableError(verdict.reason.message)
  }
}

/**
 * Has the dead-letter record written. When that fails the job goes all the same: its row still says that it waits, so
 * the sweep finds it.
 */
export async function bury<Q extends QueueName>(
  payload: JobPayloads[Q],
  reason: FieldworkError,
  { queue, onDead, report }: JobHandlers<Q>,
): Promise<void> {
  try {
    await onDead(payload, reason)
  } catch (cause) {
    report(
      new FieldworkError('internal', `${queue}: the dead-letter record was not written (${reason.message})`, {
        cause,
      }),
    )
  }
}

/** A payload that does not fit names no row that could be marked dead, so it is reported and removed. */
function payloadOrGiveUp<Q extends QueueName>(
  job: BullJob,
  { queue, report }: JobHandlers<Q>,
): JobPayloads[Q] {
  try {
    return parsePayload(queue, job.data)
  } catch (error) {
    report(error)
    throw new UnrecoverableError(`job ${job.id}: the payload does not fit`)
  }
}
