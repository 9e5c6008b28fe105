import { hostname } from 'node:os'
import { isFieldworkError } from '@fieldwork/errors'
import { createConsumer, createProducer } from '@fieldwork/queue'
import { repeat, type ServiceContext, startConsumerHealth } from '@fieldwork/runtime'
import { allProjects, openDatabase } from '@fieldwork/store'
import { annotateChunk, type ChunkWork } from './annotate-chunk.ts'
import { createAnnotators } from './annotators.ts'
import { createBudgets } from './budgets.ts'
import { buryChunk } from './bury-chunk.ts'
import { recordsOf } from './call-records.ts'
import { concurrencyOf, type WorkerConfiguration } from './configuration.ts'
import { counted } from './counted.ts'
import { createWorkerMetrics } from './metrics.ts'
import { createRuns } from './runs.ts'
import { sweep } from './sweep.ts'

/** Their statements are short, and one that calls a model needs none for most of its time. */
const CONNECTIONS_OF_JOBS = 8
/** Connections beside those of the jobs: the sweep, claims that are renewed, the probes. */
const SPARE_CONNECTIONS = 3

/** Starts a worker: takes chunks from the queue until closed. Gives the address of its probes. */
export async function startWorker(
  configuration: WorkerConfiguration,
  context: ServiceContext,
): Promise<string> {
  const { log, closers } = context
  const concurrency = concurrencyOf(configuration)
  const metrics = createWorkerMetrics()
  const database = openDatabase(configuration.DATABASE_URL, {
    connections: Math.min(concurrency, CONNECTIONS_OF_JOBS) + SPARE_CONNECTIONS,
    onError: (err) => log.warn({ err }, 'a connection to Postgres was lost'),
  })
  closers.push('database', () => database.close())
  const queue = {
    url: configuration.QUEUE_URL ?? configuration.DATABASE_URL,
    prefix: configuration.QUEUE_PREFIX,
  }
  const producer = createProducer({ ...queue, onError: (err) => log.warn({ err }, 'the queue was lost') })
  closers.push('producer', () => producer.close())

  const annotators = createAnnotators(configuration)
  const runs = createRuns(database, annotators)
  // Named before the first session comes, so that the API cuts its chunks to the annotator's measure.
  for (const { id } of await allProjects(database)) await runs.ofProject(id)
  const budgets = createBudgets(configuration, { database, queue, log })
  closers.push('budgets', budgets.close)

  const lost = (what: string) => (err: unknown) =>
    log.warn({ err }, `${what} was not enqueued; the sweep will`)
  const work: ChunkWork = {
    database,
    runOf: runs.of,
    annotatorOf: annotators.ofRun,
    contextOf: (run, signal) =>
      counted(
        {
          projectId: run.projectId,
          runId: run.id,
          records: recordsOf(database, run, signal),
          budget: budgets.of(run),
          signal,
        },
        metrics,
      ),
    claimSeconds: configuration.CLAIM_SECONDS,
    announceChunks: (chunkIds) => void producer.addChunks(chunkIds).catch(lost('a chunk')),
    announceFacts: (projectId, runId) =>
      void producer.addAggregate({ projectId, runId }).catch(lost('an aggregation')),
    onStopped(run, err, parked) {
      runs.forget()
      log.error({ err, run: run.id, parked }, 'the run is stopped')
    },
  }
  const consumer = createConsumer({
    ...queue,
    queue: 'annotate',
    name: `${hostname()}-${process.pid}`,
    concurrency,
    lockDurationMs: configuration.LOCK_SECONDS * 1_000,
    async handle({ chunkId }, signal) {
      const end = metrics.seconds.startTimer()
      try {
        metrics.sessions.inc(await annotateChunk(work, chunkId, signal))
        end()
      } catch (err) {
        metrics.failures.inc({ code: isFieldworkError(err) ? err.code : 'internal' })
        log.warn({ err, chunkId }, 'an attempt failed')
        throw err
      }
    },
    async onDead({ chunkId }, error) {
      const dead = await buryChunk(database, chunkId, error)
      metrics.dead.inc(dead)
      log.error({ err: error, chunkId, sessions: dead }, 'dead')
    },
    onError: (err, leftOut) => log.warn({ err, leftOut }, 'the queue reported an error'),
  })
  closers.push(
    'consumer',
    () => consumer.close(configuration.GRACE_SECONDS * 1_000),
    closingLimitMs(configuration),
  )
  const sweepMs = configuration.SWEEP_SECONDS * 1_000
  closers.push(
    'sweep',
    repeat('sweep', sweepMs, log, () => sweep(database, producer, configuration)),
  )

  const health = await startConsumerHealth({
    host: configuration.HEALTH_HOST,
    port: configuration.HEALTH_PORT,
    metrics: metrics.registry,
    backlog: async () => (await producer.counts('annotate')).waiting,
    lastActivity: consumer.lastActivity,
    staleAfterMs: configuration.STALE_SECONDS * 1_000,
    checks: { postgres: () => database.pool.query('select 1'), queue: () => producer.ping() },
  })
  closers.push('probes', health.close)
  return `http://${configuration.HEALTH_HOST}:${health.port}`
}

/** Longer than the consumer itself takes: its grace, and the time for handlers to end once told. */
const closingLimitMs = ({ GRACE_SECONDS }: WorkerConfiguration) => GRACE_SECONDS * 1_000 + 10_000
