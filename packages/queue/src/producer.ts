import {
  type AggregatePayload,
  aggregateJobId,
  annotateJobId,
  type JobPayloads,
  parsePayload,
  type QueueName,
} from './jobs.ts'
import { type ChunkPlace, JOB_OPTIONS, turnOf } from './policy.ts'
import { isSchemaMissing } from './postgres-connection.ts'
import { connectProducer, DEFAULT_PREFIX, type OpenQueue } from './producer-connection.ts'
import { withinLimit } from './time-limit.ts'

/** Jobs in one call to the backend: large enough for its full rate, small enough to be one short transaction. */
const SLICE = 1_000

export type QueueCounts = { readonly waiting: number; readonly active: number; readonly delayed: number }

export type ProducerOptions = {
  /** redis://, rediss://, postgres:// or postgresql:// */
  readonly url: string
  /** Namespace on Redis; on Postgres the schema `bullmq` is. */
  readonly prefix?: string
  /** Longest wait for a sign of life before anything else, in milliseconds. */
  readonly pingLimitMs?: number
  /** Longest wait for one slice or one question, in milliseconds. */
  readonly callLimitMs?: number
  /** Told of connections lost between two calls; a call's own failure is thrown. */
  readonly onError?: (error: Error) => void
}

/** Puts jobs on the queues. Every method throws FieldworkError('queue_unavailable') when the queue does not answer. */
export type Producer = {
  /** Adds one job per chunk; a chunk whose job exists is left as it is. */
  addChunks(chunkIds: readonly string[]): Promise<void>
  /** As `addChunks`, for chunks of which many may wait: each gets its turn by its place (`turnOf`). */
  addWaitingChunks(chunks: readonly (ChunkPlace & { readonly id: string })[]): Promise<void>
  /**
   * Asks for a project's run to be aggregated; no-op while such a job exists, also while one is under way: what changes
   * during it is for whoever handles the job to look for at its end, or for the sweep.
   */
  addAggregate(payload: AggregatePayload): Promise<void>
  /** Jobs by state. Those of a vanished worker count as active until their lock runs out. */
  counts(queue: QueueName): Promise<QueueCounts>
  hasChunk(chunkId: string): Promise<boolean>
  ping(timeoutMs?: number): Promise<void>
  /** Waits for jobs that are being added, within `pingLimitMs`, and disconnects. */
  close(): Promise<void>
}

/** A producer for all queues. Connects at its first use, and again after every loss. */
export function createProducer(options: ProducerOptions): Producer {
  const { url, prefix = DEFAULT_PREFIX, pingLimitMs = 2_000, callLimitMs = 30_000 } = options
  const report = options.onError ?? (() => undefined)
  const connection = connectProducer(url, prefix, report)
  const queues = new Map<QueueName, Promise<OpenQueue>>()
  const underWay = new Set<Promise<void>>()

  const open = (name: QueueName): Promise<OpenQueue> => {
    const known = queues.get(name)
    if (known) return known
    const opening = connection.open(name)
    queues.set(name, opening)
    opening.catch(() => queues.delete(name))
    return opening
  }

  // With Redis away BullMQ's own calls hang, so nothing is asked of a queue that gives no sign of life.
  const ping = (limitMs = pingLimitMs) => withinLimit(() => connection.ping(), limitMs, 'reaching the queue')

  const call = async <T>(
    name: QueueName,
    what: string,
    work: (queue: OpenQueue) => Promise<T>,
  ): Promise<T> => {
    await ping()
    return withinLimit(
      async () => {
        try {
          return await work(await open(name))
        } catch (error) {
          if (!isSchemaMissing(error)) throw error
          await connection.repair()
          return await work(await open(name))
        }
      },
      callLimitMs,
      what,
    )
  }

  const addAll = async <Q extends QueueName>(
    name: Q,
    jobs: readonly {
      readonly id: string
      readonly payload: JobPayloads[Q]
      readonly priority?: number
    }[],
  ): Promise<void> => {
    for (let start = 0; start < jobs.length; start += SLICE) {
      const slice = jobs.slice(start, start + SLICE).map(({ id, payload, priority = 0 }) => ({
        name,
        data: parsePayload(name, payload),
        opts: { ...JOB_OPTIONS, jobId: id, ...(priority === 0 ? {} : { priority }) },
      }))
      await call(name, `adding ${slice.length} jobs`, (queue) => queue.addBulk(slice))
    }
  }

  const add: typeof addAll = (name, jobs) => {
    const adding = addAll(name, jobs)
    const forget = () => void underWay.delete(adding)
    underWay.add(adding)
    adding.then(forget, forget)
    return adding
  }

  return {
    addChunks: (chunkIds) =>
      add(
        'annotate',
        chunkIds.map((chunkId) => ({ id: annotateJobId({ chunkId }), payload: { chunkId } })),
      ),
    addWaitingChunks: (chunks) =>
      add(
        'annotate',
        chunks.map(({ id, ...place }) => ({
          id: annotateJobId({ chunkId: id }),
          payload: { chunkId: id },
          priority: turnOf(place),
        })),
      ),
    addAggregate: (payload) => add('aggregate', [{ id: aggregateJobId(payload), payload }]),
    counts: (name) =>
      call(name, 'counting jobs', async (queue) => {
        const counts = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed')
        const of = (state: string) => counts[state] ?? 0
        return {
          waiting: of('wait') + of('prioritized'),
          active: of('active'),
          delayed: of('delayed'),
        }
      }),
    hasChunk: (chunkId) =>
      call('annotate', 'looking for a job', async (queue) => {
        return (await queue.getJob(annotateJobId({ chunkId }))) !== undefined
      }),
    ping,
    async close() {
      const addingEnds = () => Promise.allSettled(underWay)
      await withinLimit(addingEnds, pingLimitMs, 'adding the last jobs').catch(report)
      const closeQueues = async () => {
        for (const opening of await Promise.allSettled(queues.values())) {
          if (opening.status === 'fulfilled') await opening.value.close()
        }
      }
      await withinLimit(closeQueues, pingLimitMs, 'closing the queue').catch(report)
      queues.clear()
      await withinLimit(() => connection.close(), pingLimitMs, 'disconnecting from the queue').catch(report)
    },
  }
}
