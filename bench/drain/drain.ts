import { setTimeout as sleep } from 'node:timers/promises'
import { createProducer } from '@fieldwork/queue'
import { freePort, redisInstalled, spawnRedis } from '@fieldwork/testkit'
import pg from 'pg'
import type { Benchmark, Options } from '../benchmark.ts'
import { type BenchPostgres, startPostgres } from '../environment/postgres.ts'
import { meter, say } from '../environment/progress.ts'
import { startService } from '../environment/service-process.ts'
import { rounded } from '../environment/statistics.ts'
import { bareJobs } from './bare-jobs.ts'
import { fill } from './fill.ts'

const PROJECT = 'bench'
/** Asking the worker costs it a millisecond: seldom enough to be no part of what is measured, and at most 2 % late. */
const POLL_MS = 50
/** At which the worker was found to be near its best here, as the bare worker's is. */
const CONCURRENCY = '4'

type Drained = {
  readonly sessionsPerS: number
  readonly bareJobsPerS: number
  /** From the first job to cohorts that hold every session. */
  readonly materialisedAfterS: number
}

/** Drains sessions through a real worker and a real aggregator, then as many no-op jobs through bare BullMQ. */
async function drainOn(databaseUrl: string, queueUrl: string, sessions: number): Promise<Drained> {
  const chunks = await fill(databaseUrl, PROJECT, sessions)
  const environment = { DATABASE_URL: databaseUrl, QUEUE_URL: queueUrl, HEALTH_PORT: '0' }
  const worker = await startService('worker', {
    ...environment,
    ANNOTATOR: 'none',
    CONCURRENCY,
    SWEEP_SECONDS: '3600',
  })
  const aggregator = await startService('aggregator', environment)
  const producer = createProducer({ url: queueUrl })
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('checkpoint')
    const start = performance.now()
    const elapsed = () => (performance.now() - start) / 1_000
    const progress = meter('sessions drained', sessions)
    await producer.addChunks(chunks)
    for (let done = 0; done < sessions; done = await annotated(worker.address)) {
      progress(done)
      await sleep(POLL_MS)
    }
    const drainedAfterS = elapsed()
    while ((await client.query('select 1 from fact_changes limit 1')).rows.length > 0) await sleep(POLL_MS)
    const materialisedAfterS = elapsed()
    await worker.stop()
    await aggregator.stop()
    const bare = await bareJobs(queueUrl, sessions)
    return { sessionsPerS: sessions / drainedAfterS, bareJobsPerS: sessions / bare, materialisedAfterS }
  } finally {
    await producer.close()
    await client.end()
    await worker.stop()
    await aggregator.stop()
  }
}

/** Sessions that the worker says it has written. Asked of it, since asking Postgres would slow down what is measured. */
async function annotated(address: string): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', address))).text()
  return Number(/^fieldwork_sessions_annotated_total\S* (\d+)/m.exec(metrics)?.[1] ?? 0)
}

async function onRedis<T>(work: (url: string) => Promise<T>): Promise<T | null> {
  if (!redisInstalled()) {
    say('Redis is left out: there is no redis-server on the PATH')
    return null
  }
  const port = await freePort()
  const redis = await spawnRedis(port)
  try {
    return await work(`redis://127.0.0.1:${port}`)
  } finally {
    await redis.stop()
  }
}

const ratioOf = (drained: Drained) => drained.sessionsPerS / drained.bareJobsPerS

function figuresOf(drained: Drained) {
  return {
    sessionsPerS: rounded(drained.sessionsPerS),
    bareJobsPerS: rounded(drained.bareJobsPerS),
    ratio: rounded(ratioOf(drained)),
    materialisedAfterS: rounded(drained.materialisedAfterS),
  }
}

async function run({ quick, size }: Options) {
  const sessions = size ?? (quick ? 2_000 : 50_000)
  const postgres: BenchPostgres = await startPostgres()
  try {
    const backends: Record<string, Drained> = {}
    await postgres.withDatabase(async (url) => {
      backends.postgres = await drainOn(url, url, sessions)
      say(`  postgres: ${JSON.stringify(figuresOf(backends.postgres))}`)
    })
    await postgres.withDatabase((url) =>
      onRedis(async (queueUrl) => {
        backends.redis = await drainOn(url, queueUrl, sessions)
        say(`  redis: ${JSON.stringify(figuresOf(backends.redis))}`)
      }),
    )
    const ratios = Object.values(backends).map(ratioOf)
    return {
      ratio: rounded(Math.min(...ratios)),
      sessions,
      backends: Object.fromEntries(
        Object.entries(backends).map(([name, drained]) => [name, figuresOf(drained)]),
      ),
      postgres: { version: postgres.version, ...postgres.settings },
    }
  } finally {
    await postgres.stop()
  }
}

export const drain: Benchmark = {
  about: 'accepted sessions until they are annotated, beside bare BullMQ with one no-op job per session',
  run,
}
