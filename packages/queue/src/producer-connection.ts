import { createPostgresBackend, type Job, Queue } from 'bullmq'
import { Pool } from 'pg'
import type { QueueName } from './jobs.ts'
import { migratePostgresQueue } from './migrate-postgres-queue.ts'
import { queuePoolConfig } from './postgres-connection.ts'
import { backendOf } from './queue-url.ts'
import { producerRedis } from './redis-connection.ts'

/** Keys of Fieldwork on a Redis that others may use too. On Postgres the schema is the namespace. */
export const DEFAULT_PREFIX = 'fieldwork'

/** What a producer uses of a BullMQ queue, the same for both backends. */
export type OpenQueue = {
  addBulk(jobs: Parameters<Queue['addBulk']>[0]): Promise<readonly Job[]>
  getJob(id: string): Promise<unknown>
  getJobCounts: Queue['getJobCounts']
  close(): Promise<void>
}

/** A connection that producers of all queues share. */
export type ProducerConnection = {
  ping(): Promise<void>
  /** Opens a queue; rejects when its backend cannot be used, and can then be called again. */
  open(name: QueueName): Promise<OpenQueue>
  /** Makes what the queue needs, where it is gone: BullMQ's tables. */
  repair(): Promise<void>
  close(): Promise<void>
}

type Report = (error: Error) => void

/** Connects by the scheme of the URL. Connects lazily: a queue that is away shows at the first `ping`. */
export function connectProducer(url: string, prefix: string, report: Report): ProducerConnection {
  return backendOf(url) === 'redis' ? overRedis(url, prefix, report) : overPostgres(url, report)
}

function overRedis(url: string, prefix: string, report: Report): ProducerConnection {
  const client = producerRedis(url)
  client.on('error', report)
  return {
    async ping() {
      await client.ping()
    },
    open: (name) => ready(new Queue(name, { connection: client, prefix }), report),
    repair: async () => undefined,
    async close() {
      client.disconnect()
    },
  }
}

function overPostgres(url: string, report: Report): ProducerConnection {
  const pool = new Pool(queuePoolConfig(url, 4, 'fieldwork-producer'))
  pool.on('error', report)
  return {
    async ping() {
      await pool.query('SELECT 1')
    },
    open: (name) => ready(new Queue(name, { connection: pool }, createPostgresBackend), report),
    repair: () => migratePostgresQueue(url),
    async close() {
      await pool.end()
    },
  }
}

/**
 * BullMQ remembers a failed first contact for the life of a queue object, so one that failed is thrown away instead
 * of kept.
 */
async function ready<
  Q extends Pick<Queue, 'waitUntilReady' | 'close'> & { on(event: 'error', report: Report): unknown },
>(queue: Q, report: Report): Promise<Q> {
  queue.on('error', report)
  try {
    await queue.waitUntilReady()
    return queue
  } catch (error) {
    await queue.close().catch(report)
    throw error
  }
}
