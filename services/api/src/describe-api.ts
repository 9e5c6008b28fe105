import { createHealth, createLogger, createMetrics } from '@fieldwork/runtime'
import { openDatabase } from '@fieldwork/store'
import { buildApp } from './app.ts'

/** The OpenAPI document of the service, without starting it: nothing is connected to. */
export async function describeApi(): Promise<object> {
  const database = openDatabase('postgres://nowhere')
  const app = await buildApp({
    logger: createLogger({ service: 'api', level: 'silent' }),
    metrics: createMetrics('api'),
    liveness: createHealth({ checks: {} }),
    readiness: createHealth({ checks: {} }),
    ingest: {
      database,
      announce: () => {},
      readers: { read: async () => [], close: async () => {} },
      maxLineBytes: 0,
      retentionMs: 0,
      now: () => new Date(0),
    },
    producer: { addAggregate: async () => {} },
    limits: { maxBodyBytes: 0, maxExpansion: 0 },
    maxUploads: 0,
    idleMs: 0,
  })
  await app.ready()
  const document = app.swagger()
  await app.close()
  await database.close()
  return document
}
