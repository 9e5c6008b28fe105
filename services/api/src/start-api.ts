import { createProducer } from '@fieldwork/queue'
import { createHealth, createMetrics, type ServiceContext } from '@fieldwork/runtime'
import { ensureProject, openDatabase, registerKey, scopes } from '@fieldwork/store'
import { buildApp } from './app.ts'
import type { ApiConfiguration } from './configuration.ts'
import { createLineReaders } from './ingest/line-readers.ts'

/** Connections beside those that uploads hold. */
const SPARE_CONNECTIONS = 6
const DAY_MS = 86_400_000

/** Starts the API. Gives the address it listens on. */
export async function startApi(configuration: ApiConfiguration, context: ServiceContext): Promise<string> {
  const { log, closers } = context
  const database = openDatabase(configuration.DATABASE_URL, {
    connections: configuration.MAX_UPLOADS + SPARE_CONNECTIONS,
    onError: (err) => log.warn({ err }, 'a connection to Postgres was lost'),
  })
  closers.push('database', () => database.close())
  const producer = createProducer({
    url: configuration.QUEUE_URL ?? configuration.DATABASE_URL,
    prefix: configuration.QUEUE_PREFIX,
    onError: (err) => log.warn({ err }, 'the queue was lost'),
  })
  closers.push('producer', () => producer.close())

  const project = await ensureProject(database, configuration.PROJECT)
  if (configuration.BOOTSTRAP_KEY !== undefined) {
    const key = { key: configuration.BOOTSTRAP_KEY, name: 'bootstrap', scopes }
    await registerKey(database, project.id, key)
  }

  const readers = createLineReaders()
  closers.push('readers', () => readers.close())
  const app = await buildApp({
    logger: log,
    metrics: createMetrics('api'),
    // That it answers at all is what liveness asks: the API consumes nothing.
    liveness: createHealth({ checks: {} }),
    readiness: createHealth({
      checks: { postgres: () => database.pool.query('select 1'), queue: () => producer.ping() },
    }),
    ingest: {
      database,
      announce: (chunks) =>
        void producer
          .addWaitingChunks(chunks)
          .catch((err) => log.warn({ err, chunks: chunks.length }, 'not enqueued; the sweep will')),
      readers,
      maxLineBytes: configuration.MAX_LINE_BYTES,
      retentionMs: configuration.TRANSCRIPT_RETENTION_DAYS * DAY_MS,
      now: () => new Date(),
    },
    producer,
    limits: { maxBodyBytes: configuration.MAX_BODY_BYTES, maxExpansion: configuration.MAX_EXPANSION },
    maxUploads: configuration.MAX_UPLOADS,
    idleMs: configuration.IDLE_SECONDS * 1_000,
  })
  closers.push('http', () => app.close())
  return app.listen({ host: configuration.HOST, port: configuration.PORT })
}
