import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConsumer, createProducer } from '@fieldwork/queue'
import { createMetrics, repeat, type ServiceContext, startConsumerHealth } from '@fieldwork/runtime'
import { materialise, openDatabase } from '@fieldwork/store'
import { Histogram } from 'prom-client'
import type { AggregatorConfiguration } from './configuration.ts'
import { bury, exhume } from './dead-aggregations.ts'
import { look } from './look.ts'

const RUNS_AT_ONCE = 2
/** Refreshes in one job, until nothing has changed meanwhile; then other runs have their turn. */
const ROUNDS = 10
/** While sessions pour in, facts change all the time: refreshing takes a tenth of the time, and cohorts lag little behind. */
const REST_PER_REFRESH = 9
const LONGEST_REST_MS = 30_000

/** Starts the aggregator: brings cohorts up to date when facts changed, until closed. Gives the address of its probes. */
export async function startAggregator(
  configuration: AggregatorConfiguration,
  { log, closers }: ServiceContext,
): Promise<string> {
  const registry = createMetrics('aggregator')
  const seconds = new Histogram({
    name: 'fieldwork_materialisation_seconds',
    help: 'Time of one refresh of a run’s cohorts',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
    registers: [registry],
  })
  const database = openDatabase(configuration.DATABASE_URL, {
    connections: RUNS_AT_ONCE + 2,
    onError: (err) => log.warn({ err }, 'a connection to Postgres was lost'),
  })
  closers.push('database', () => database.close())
  const queue = {
    url: configuration.QUEUE_URL ?? configuration.DATABASE_URL,
    prefix: configuration.QUEUE_PREFIX,
  }
  const producer = createProducer({ ...queue, onError: (err) => log.warn({ err }, 'the queue was lost') })
  closers.push('producer', () => producer.close())

  const refresh = async (runId: number, signal: AbortSignal): Promise<void> => {
    for (let round = 0; round < ROUNDS && !signal.aborted; round += 1) {
      const end = seconds.startTimer()
      if (!(await materialise(database, runId))) return
      const took = end()
      log.debug({ runId, seconds: took }, 'materialised')
      await sleep(Math.min(took * 1_000 * REST_PER_REFRESH, LONGEST_REST_MS), undefined, { signal }).catch(
        () => undefined,
      )
    }
  }

  const consumer = createConsumer({
    ...queue,
    queue: 'aggregate',
    name: `${hostname()}-${process.pid}`,
    concurrency: RUNS_AT_ONCE,
    lockDurationMs: configuration.LOCK_SECONDS * 1_000,
    async handle(payload, signal) {
      const startedAt = new Date()
      await refresh(payload.runId, signal)
      await exhume(database, payload, startedAt)
    },
    async onDead(payload, err) {
      log.error({ err, runId: payload.runId }, 'cohorts could not be refreshed')
      await bury(database, payload, err)
    },
    onError: (err, leftOut) => log.warn({ err, leftOut }, 'the queue reported an error'),
  })
  closers.push('consumer', () => consumer.close(configuration.GRACE_SECONDS * 1_000), 60_000)
  const lookMs = configuration.LOOK_SECONDS * 1_000
  closers.push(
    'look',
    repeat('look', lookMs, log, () => look(database, producer)),
  )

  const health = await startConsumerHealth({
    host: configuration.HEALTH_HOST,
    port: configuration.HEALTH_PORT,
    metrics: registry,
    backlog: async () => (await producer.counts('aggregate')).waiting,
    lastActivity: consumer.lastActivity,
    staleAfterMs: configuration.STALE_SECONDS * 1_000,
    checks: { postgres: () => database.pool.query('select 1'), queue: () => producer.ping() },
  })
  closers.push('probes', health.close)
  return `http://${configuration.HEALTH_HOST}:${health.port}`
}
