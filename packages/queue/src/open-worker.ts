import {
  type BackoffStrategy,
  createPostgresBackend,
  createRedisBackend,
  type Job,
  type Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq'
import type { QueueName } from './jobs.ts'
import { migratePostgresQueue } from './migrate-postgres-queue.ts'
import { patient } from './patient-backend.ts'
import { isSchemaMissing, QUEUE_SCHEMA, queuePoolConfig } from './postgres-connection.ts'
import { backendOf } from './queue-url.ts'
import { workerRedisOptions } from './redis-connection.ts'

/** Wait after a failed fetch and between attempts to reach a queue that is away, in milliseconds. */
export const RETRY_FETCH_MS = 500

/** Connections for a worker's statements. They are short, so a few carry any number of jobs under way. */
const CONNECTIONS_AT_MOST = 10

export type WorkerSettings = {
  readonly url: string
  readonly prefix: string
  readonly queue: QueueName
  readonly name: string
  readonly concurrency: number
  readonly lockDurationMs: number
  readonly stalledIntervalMs: number
  readonly stalledAtMost: number
  readonly backoff: BackoffStrategy
  readonly perform: (job: Job) => Promise<void>
  readonly onFailed: (job: Job | undefined, error: Error) => void
  readonly report: (error: unknown) => void
}

/** What a consumer uses of a BullMQ worker, the same for both backends. */
export type OpenWorker = Pick<
  Worker,
  'waitUntilReady' | 'run' | 'isRunning' | 'pause' | 'close' | 'disconnect'
>

/** A worker that is connecting and does not take jobs until `run` is called. */
export function openWorker(settings: WorkerSettings): OpenWorker {
  return backendOf(settings.url) === 'redis' ? overRedis(settings) : overPostgres(settings)
}

function overRedis(settings: WorkerSettings): OpenWorker {
  const { url, prefix, queue, perform } = settings
  const bullmq = withBackend(patient(createRedisBackend, RETRY_FETCH_MS, async () => undefined))
  const options = { ...workerOptions(settings), connection: workerRedisOptions(url), prefix }
  return observed(new bullmq.Worker(queue, perform, options), settings)
}

function overPostgres(settings: WorkerSettings): OpenWorker {
  const { url, queue, concurrency, perform, report } = settings
  const repair = async (error: unknown) => {
    if (isSchemaMissing(error)) await migratePostgresQueue(url).catch(report)
  }
  const bullmq = withBackend(patient(createPostgresBackend, RETRY_FETCH_MS, repair))
  const pool = queuePoolConfig(url, Math.min(concurrency + 1, CONNECTIONS_AT_MOST), `fieldwork-${queue}`)
  const options = { ...workerOptions(settings), connection: { ...pool, schema: QUEUE_SCHEMA } }
  return observed(new bullmq.Worker(queue, perform, options), settings)
}

function workerOptions(settings: WorkerSettings): Omit<WorkerOptions, 'connection'> {
  return {
    name: settings.name,
    autorun: false,
    concurrency: settings.concurrency,
    lockDuration: settings.lockDurationMs,
    stalledInterval: settings.stalledIntervalMs,
    maxStalledCount: settings.stalledAtMost,
    runRetryDelay: RETRY_FETCH_MS,
    settings: { backoffStrategy: settings.backoff },
  }
}

type Events = {
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: (job: Job | undefined, error: Error) => void): unknown
}

/** An error nobody listens to would end the process. */
function observed<W extends Events>(worker: W, { report, onFailed }: WorkerSettings): W {
  worker.on('error', report)
  worker.on('failed', onFailed)
  return worker
}
