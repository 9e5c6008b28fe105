import { Batch, ProblemDetails, RejectionPage } from '@fieldwork/contract'
import type { AggregatePayload } from '@fieldwork/queue'
import { createHealth, createLogger, createMetrics } from '@fieldwork/runtime'
import { type Database, ensureProject, openDatabase, registerKey, type Scope, scopes } from '@fieldwork/store'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { Compile } from 'typebox/compile'
import { expect } from 'vitest'
import { type AppOptions, buildApp } from '../src/app.ts'
import { createLineReaders } from '../src/ingest/line-readers.ts'
import type { Ingest } from '../src/ingest/receive-batch.ts'
import { CONFIDENTIAL } from './lines.ts'

const batchShape = Compile(Batch)
const problemShape = Compile(ProblemDetails)
const pageShape = Compile(RejectionPage)

/** Keys by what they may do: those of the one project by scope, and one that may do all in another project. */
const keys: Readonly<Record<Scope | 'all' | 'other', string>> = {
  ingest: 'key-of-the-one-project-ingest',
  read: 'key-of-the-one-project-read',
  admin: 'key-of-the-one-project-admin',
  all: 'key-of-the-one-project-all',
  other: 'key-of-the-other-project-all',
}

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown }
export type Body = string | Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array>
type Headed = Readonly<Record<string, string>>

export type TestService = {
  readonly url: string
  readonly database: Database
  readonly keys: typeof keys
  /** Chunks that were told to the queue. */
  readonly announced: readonly string[]
  /** Aggregations that were enqueued. */
  readonly aggregations: readonly AggregatePayload[]
  /** All that was logged. */
  logged(): string
  /** With the key that may do all, unless the headers say otherwise. */
  ask(path: string, init?: RequestInit & { readonly headers?: Headed }): Promise<Answer>
  /** Posts NDJSON, unless the headers say otherwise. */
  post(body: Body, headers?: Headed): Promise<Answer>
  /** Posts NDJSON and gives the batch, which must be accepted. */
  accept(body: Body, headers?: Headed): Promise<Batch>
  batch(id: string): Promise<Batch>
  /** Code by line of all that was rejected of a batch. */
  rejected(id: string): Promise<Readonly<Record<number, string>>>
  /** Stops the service alone. */
  close(): Promise<void>
  /** Stops all. Throws where the log holds a key or anything of what was posted. */
  stop(): Promise<void>
}

const MAX_LINE_BYTES = 1024 * 1024
const defaults = {
  limits: { maxBodyBytes: 256 * 1024 * 1024, maxExpansion: 300 },
  maxUploads: 4,
  idleMs: 10_000,
  eventTimes: { pollMs: 10, heartbeatMs: 15_000 },
} satisfies Partial<AppOptions>

/** The service on a port of its own and a database of its own, unless another is given for it to fail on. */
export async function startService(
  changes: Partial<AppOptions & Pick<Ingest, 'database' | 'readers'>> = {},
): Promise<TestService> {
  const testDatabase = await createTestDatabase()
  const database = openDatabase(testDatabase.url, { connections: 12 })
  const one = await ensureProject(database, 'one')
  const other = await ensureProject(database, 'other')
  for (const scope of scopes)
    await registerKey(database, one.id, { key: keys[scope], name: scope, scopes: [scope] })
  await registerKey(database, one.id, { key: keys.all, name: 'all', scopes })
  await registerKey(database, other.id, { key: keys.other, name: 'all', scopes })

  const log: string[] = []
  const announced: string[] = []
  const aggregations: AggregatePayload[] = []
  const readers = createLineReaders()
  const app = await buildApp({
    logger: createLogger({ service: 'api', level: 'trace' }, { write: (text) => void log.push(text) }),
    metrics: createMetrics('api'),
    liveness: createHealth({ checks: {} }),
    readiness: createHealth({ checks: {} }),
    ingest: {
      database: changes.database ?? database,
      announce: (chunks) => void announced.push(...chunks.map(({ id }) => id)),
      readers: changes.readers ?? readers,
      maxLineBytes: MAX_LINE_BYTES,
      retentionMs: 86_400_000,
      now: () => new Date(),
    },
    producer: { addAggregate: async (payload) => void aggregations.push(payload) },
    ...defaults,
    ...changes,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })

  const ask: TestService['ask'] = async (path, init = {}) => {
    const headers = { authorization: `Bearer ${keys.all}`, ...init.headers }
    const response = await fetch(`${url}${path}`, { ...init, headers })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  const post: TestService['post'] = (body, headers = {}) =>
    ask('/v1/batches', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : ReadableStream.from(body),
      duplex: 'half',
    })
  const asBatch = ({ status, body }: Answer, wanted: number): Batch => {
    expect({ status, body }).toMatchObject({ status: wanted })
    if (!batchShape.Check(body)) throw new Error('the answer is no batch')
    const { posted, accepted, duplicate, revised, rejected } = body.counts
    expect(accepted + duplicate + revised + rejected, 'the counts add up').toBe(posted)
    return body
  }
  return {
    url,
    database,
    keys,
    announced,
    aggregations,
    logged: () => log.join(''),
    ask,
    post,
    accept: async (body, headers) => asBatch(await post(body, headers), 202),
    batch: async (id) => asBatch(await ask(`/v1/batches/${id}`), 200),
    async rejected(id) {
      const { body } = await ask(`/v1/batches/${id}/rejections?limit=1000`)
      if (!pageShape.Check(body)) throw new Error('the answer is no page of rejections')
      return Object.fromEntries(body.rejections.map(({ line, code }) => [line, code]))
    },
    close: () => app.close(),
    async stop() {
      await app.close()
      await readers.close()
      await database.close()
      await testDatabase.drop()
      for (const secret of [CONFIDENTIAL, ...Object.values(keys)])
        if (log.join('').includes(secret)) throw new Error(`the log holds ${secret}`)
    },
  }
}

/** The problem that an answer must be. It quotes nothing that was posted. */
export function problemOf({ status, headers, body }: Answer): ProblemDetails {
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  if (!problemShape.Check(body)) throw new Error('the answer is no problem document')
  expect(body.status).toBe(status)
  expect(JSON.stringify(body)).not.toContain(CONFIDENTIAL)
  return body
}
