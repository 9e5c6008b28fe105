import { createPostgresBackend, Queue, Worker } from 'bullmq'
import { meter } from '../environment/progress.ts'

const NAME = 'bare'
const SLICE = 1_000
/** At which both backends were found to be near their best. */
const WORKER = { concurrency: 50, autorun: false }
const CONNECTIONS = 10
const LEAVES_NOTHING = { removeOnComplete: true, removeOnFail: true }

type BareQueue = {
  addBulk(jobs: { name: string; data: object; opts: typeof LEAVES_NOTHING }[]): Promise<unknown>
  close(): Promise<void>
}
type BareWorker = {
  waitUntilReady(): Promise<unknown>
  run(): Promise<void>
  on(event: 'completed', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  close(): Promise<void>
}

function openRedis(url: string): { queue: BareQueue; worker: BareWorker } {
  const connection = { url, maxRetriesPerRequest: null }
  return {
    queue: new Queue(NAME, { connection }),
    worker: new Worker(NAME, async () => {}, { connection, ...WORKER }),
  }
}

function openPostgres(url: string): { queue: BareQueue; worker: BareWorker } {
  const connection = {
    connectionString: url,
    options: '-c search_path=bullmq',
    schema: 'bullmq',
    max: CONNECTIONS,
  }
  return {
    queue: new Queue(NAME, { connection }, createPostgresBackend),
    worker: new Worker(NAME, async () => {}, { connection, ...WORKER }, createPostgresBackend),
  }
}

/** Runs no-op jobs, put on the queue before, through one bare BullMQ worker. Gives the seconds they took. */
export async function bareJobs(queueUrl: string, jobs: number): Promise<number> {
  const { queue, worker } = queueUrl.startsWith('redis') ? openRedis(queueUrl) : openPostgres(queueUrl)
  try {
    const adding = meter('bare jobs added', jobs)
    for (let from = 0; from < jobs; from += SLICE) {
      const slice = Array.from({ length: Math.min(SLICE, jobs - from) }, (_, index) => ({
        name: NAME,
        data: { session: from + index },
        opts: LEAVES_NOTHING,
      }))
      await queue.addBulk(slice)
      adding(from)
    }
    await worker.waitUntilReady()
    return await secondsToComplete(worker, jobs)
  } finally {
    await worker.close()
    await queue.close()
  }
}

async function secondsToComplete(worker: BareWorker, jobs: number): Promise<number> {
  const running = meter('bare jobs', jobs)
  const done = Promise.withResolvers<void>()
  let completed = 0
  worker.on('completed', () => {
    completed += 1
    running(completed)
    if (completed === jobs) done.resolve()
  })
  worker.on('error', done.reject)
  const start = performance.now()
  worker.run().catch(done.reject)
  await done.promise
  return (performance.now() - start) / 1_000
}
