import { setTimeout as sleep } from 'node:timers/promises'
import { FieldworkError } from '@fieldwork/errors'
import type { Job } from 'bullmq'
import { throttledReport } from './error-report.ts'
import { type JobPayloads, parsePayload, type QueueName } from './jobs.ts'
import { migrateQueue } from './migrate-queue.ts'
import { type OpenWorker, openWorker, RETRY_FETCH_MS } from './open-worker.ts'
import { bury, type JobHandlers, performJob } from './perform-job.ts'
import {
  FIRST_DELAY_MS,
  LOCK_DURATION_MS,
  retryDelayMs,
  STALLED_AT_MOST,
  stalledIntervalMs,
} from './policy.ts'
import { DEFAULT_PREFIX } from './producer-connection.ts'
import { backendOf } from './queue-url.ts'

/** How long handlers may take to end once their signal fired, in milliseconds. */
const ABORTED_LIMIT_MS = 5_000

export type ConsumerOptions<Q extends QueueName> = {
  /** redis://, rediss://, postgres:// or postgresql:// */
  readonly url: string
  /** Namespace on Redis; on Postgres the schema `bullmq` is. */
  readonly prefix?: string
  readonly queue: Q
  /** Jobs under way at once. */
  readonly concurrency: number
  /** Does the work of a job; what it throws decides what becomes of the job (see policy.ts). */
  readonly handle: (payload: JobPayloads[Q], signal: AbortSignal) => Promise<void>
  /** Writes the dead-letter record of a job that will not be tried again, before the job is removed. */
  readonly onDead: (payload: JobPayloads[Q], error: FieldworkError) => Promise<void>
  /**
   * Told of everything that is no job's own failure: lost connections, lost locks, payloads that do not fit,
   * dead-letter records that could not be written. `leftOut` errors of the same message came since the last report.
   */
  readonly onError: (error: Error, leftOut: number) => void
  /** Name of this worker, as it shows in the queue's own tools. */
  readonly name: string
  readonly lockDurationMs?: number
  /** A third of `lockDurationMs` where absent. */
  readonly stalledIntervalMs?: number
  /** How often a job may be taken back from a worker that vanished. */
  readonly stalledAtMost?: number
  readonly firstDelayMs?: number
  readonly random?: () => number
  readonly now?: () => number
}

export type Consumer = {
  /** Resolves when jobs are taken. A queue that is away is waited for, its errors go to `onError`. */
  ready(): Promise<void>
  isRunning(): boolean
  /** When a job was last taken or finished, or the consumer made; milliseconds since 1970. */
  lastActivity(): number
  /** Takes no further job; those under way go on. */
  pause(): Promise<void>
  /** Takes no further job, waits for those under way, fires their signal after `graceMs`, and disconnects. */
  close(graceMs: number): Promise<void>
}

/**
 * Takes jobs of one queue until closed. Outlives a restart of its queue and the loss of everything in it: the jobs
 * are gone then, the process is not, and what is added later is taken.
 */
export function createConsumer<Q extends QueueName>(options: ConsumerOptions<Q>): Consumer {
  const { url, queue, random = Math.random, now = Date.now, firstDelayMs = FIRST_DELAY_MS } = options
  const { lockDurationMs = LOCK_DURATION_MS } = options
  const report = throttledReport(options.onError, 5_000, now)
  const delayMs = (failures: number, error: unknown) => retryDelayMs(failures, error, random(), firstDelayMs)
  const { handle, onDead } = options
  const handlers: JobHandlers<Q> = { queue, handle, onDead, report, delayMs, now }
  const aborted = new AbortController()
  const stopping = new AbortController()
  const started = Promise.withResolvers<void>()
  let lastActivity = now()
  let worker: OpenWorker | undefined
  let connected = false

  const open = () =>
    openWorker({
      url,
      prefix: options.prefix ?? DEFAULT_PREFIX,
      queue,
      name: options.name,
      concurrency: options.concurrency,
      lockDurationMs,
      stalledIntervalMs: options.stalledIntervalMs ?? stalledIntervalMs(lockDurationMs),
      stalledAtMost: options.stalledAtMost ?? STALLED_AT_MOST,
      backoff: (failures, _type, error) => delayMs(failures, error),
      perform: async (job) => {
        lastActivity = now()
        try {
          await performJob(job, handlers, aborted.signal)
        } finally {
          lastActivity = now()
        }
      },
      onFailed: (job) => void buryStalled(job, handlers),
      report,
    })

  // BullMQ remembers a failed first contact for the life of a worker, so one that failed is replaced.
  const supervise = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        if (backendOf(url) === 'postgres') await migrateQueue(url)
        if (stopping.signal.aborted) break
        worker = open()
        connected = false
        await worker.waitUntilReady()
        connected = true
        if (stopping.signal.aborted) break
        const running = worker.run()
        started.resolve()
        await running
      } catch (error) {
        report(error)
      }
      if (stopping.signal.aborted) break
      await worker?.close(true).catch(report)
      await sleep(RETRY_FETCH_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
    started.resolve()
  }
  supervise().catch(report)

  const end = async (graceMs: number): Promise<void> => {
    stopping.abort()
    if (!connected) {
      // Closing would wait for the queue to come back.
      worker?.disconnect().catch(report)
      return
    }
    const ended = worker?.close().catch(report) ?? Promise.resolve()
    if (await endsWithin(ended, graceMs)) return
    aborted.abort(new Error('the process is ending'))
    if (await endsWithin(ended, ABORTED_LIMIT_MS)) return
    report(new Error(`${queue}: jobs under way did not end; they are taken again when their locks run out`))
    worker?.disconnect().catch(report)
  }
  let closing: Promise<void> | undefined

  return {
    ready: () => started.promise,
    isRunning: () => worker?.isRunning() ?? false,
    lastActivity: () => lastActivity,
    async pause() {
      stopping.abort()
      await worker?.pause(true)
    },
    close(graceMs) {
      closing ??= end(graceMs)
      return closing
    },
  }
}

/** A job whose workers vanished too often is failed by BullMQ itself, without an attempt. */
async function buryStalled<Q extends QueueName>(
  job: Job | undefined,
  handlers: JobHandlers<Q>,
): Promise<void> {
  if (!job?.deferredFailure) return
  try {
    const payload = parsePayload(handlers.queue, job.data)
    await bury(payload, new FieldworkError('attempts_exhausted', job.deferredFailure), handlers)
  } catch (error) {
    handlers.report(error)
  }
}

async function endsWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const limit = new AbortController()
  const late = sleep(limitMs, false, { signal: limit.signal }).catch(() => false)
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    limit.abort()
  }
}
