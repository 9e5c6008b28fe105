import { type Producer, parsePayload } from '@fieldwork/queue'
import {
  type Database,
  type DeadFilter,
  type DeadJob,
  deadJobs,
  forgetDeadJob,
  redriveSessions,
  type WaitingChunk,
} from '@fieldwork/store'

/** What puts jobs back on the queues other than that of the sessions. */
export type JobProducer = Pick<Producer, 'addAggregate'>

export type Redriving = {
  readonly database: Database
  readonly producer: JobProducer
  /** Tells the queue that chunks wait; what it loses, the sweep finds. */
  readonly announce: (chunks: readonly WaitingChunk[]) => void
}

/** How a job of each queue but that of the sessions gets back on it. */
const enqueue = new Map<string, (producer: JobProducer, payload: unknown) => Promise<void>>([
  ['aggregate', (producer, payload) => producer.addAggregate(parsePayload('aggregate', payload))],
])

/** Whether dead jobs of the queue can be tried again. */
export const isRedrivable = (queue: string): boolean => enqueue.has(queue)

/**
 * Has what is dead of a project tried again, as far as it can be. Returns how much it is. Throws `queue_unavailable`: jobs
 * that were not enqueued are then as dead as before.
 */
export async function redrive(
  { database, producer, announce }: Redriving,
  projectId: number,
  filter: DeadFilter,
): Promise<number> {
  const jobs = await deadJobs(database, projectId, filter)
  const redriven = await Promise.all(jobs.map((job) => redriveJob(database, producer, job)))
  const chunks = await redriveSessions(database, projectId, filter)
  announce(chunks)
  return chunks.length + redriven.filter(Boolean).length
}

/** On its queue first and then off the record, so that a queue that is away loses nothing. */
async function redriveJob(database: Database, producer: JobProducer, job: DeadJob): Promise<boolean> {
  const add = enqueue.get(job.queue)
  if (add === undefined) return false
  await add(producer, job.payload)
  await forgetDeadJob(database, job, job.diedAt)
  return true
}
