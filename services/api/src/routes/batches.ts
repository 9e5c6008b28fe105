import { Readable } from 'node:stream'
import { Batch, ProblemDetails, RejectionPage } from '@fieldwork/contract'
import { catalogue, FieldworkError } from '@fieldwork/errors'
import { type BatchStatus, batchStatus, rejectedLines } from '@fieldwork/store'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import type { Authenticate } from '../authentication.ts'
import { type BodyLimits, decodeBody } from '../ingest/decode-body.ts'
import { jsonToLines } from '../ingest/json-body.ts'
import { type Ingest, receiveBatch } from '../ingest/receive-batch.ts'

const BatchId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const PAGE = 1_000
const EVENT_INTERVAL_MS = 500

export type BatchRoutes = {
  readonly ingest: Ingest
  readonly limits: BodyLimits
  readonly maxUploads: number
  readonly authenticate: Authenticate
}

function toBatch(status: BatchStatus): Batch {
  const self = `/v1/batches/${status.id}`
  return {
    id: status.id,
    state: status.state,
    counts: status.counts,
    progress: status.progress,
    complete: status.complete,
    materialised: status.materialised,
    createdAt: status.createdAt.toISOString(),
    acceptedAt: status.acceptedAt?.toISOString() ?? null,
    links: { self, rejections: `${self}/rejections`, events: `${self}/events` },
  }
}

export function batchRoutes(app: App, { ingest, limits, maxUploads, authenticate }: BatchRoutes): void {
  const { database } = ingest
  let uploads = 0

  const find = async (projectId: number, id: string) => {
    const status = await batchStatus(database, projectId, id)
    if (status === null) throw new FieldworkError('batch_unknown', `no batch has the id ${id}`)
    return toBatch(status)
  }

  // The body is a stream: nothing of it is read before the route asks.
  app.addContentTypeParser(['application/x-ndjson', 'application/json'], (_request, payload, done) =>
    done(null, payload),
  )

  app.post(
    '/v1/batches',
    {
      schema: {
        summary: 'Post a batch of sessions',
        description:
          'Newline-delimited JSON, one canonical session or raw transcript a line; gzip and zstd are taken. As ' +
          'application/json, an array of such lines no larger than one line may be. Answers once the rows are committed.',
        tags: ['batches'],
        security: [{ key: [] }],
        consumes: ['application/x-ndjson', 'application/json'],
        headers: Type.Object({
          'idempotency-key': Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description: 'Repeat an upload without posting it twice',
            }),
          ),
        }),
        response: { 202: Batch, default: ProblemDetails },
      },
    },
    async (request, reply) => {
      const project = await authenticate(request, 'ingest')
      if (uploads >= maxUploads) throw new FieldworkError('overloaded', `${uploads} uploads are under way`)
      uploads += 1
      try {
        const raw = request.body instanceof Readable ? request.body : Readable.from([])
        const decoded = decodeBody(raw, request.headers['content-encoding'], limits)
        const isJson = request.headers['content-type']?.startsWith('application/json') === true
        const body = isJson ? jsonToLines(decoded, ingest.maxLineBytes) : decoded
        const id = await receiveBatch(ingest, project, body, request.headers['idempotency-key'] ?? null)
        const batch = await find(project.id, id)
        return reply.status(202).header('location', batch.links.self).send(batch)
      } finally {
        uploads -= 1
      }
    },
  )

  app.get(
    '/v1/batches/:id',
    {
      schema: {
        summary: 'A batch: its counts and its progress',
        tags: ['batches'],
        security: [{ key: [] }],
        params: BatchId,
        response: { 200: Batch, default: ProblemDetails },
      },
    },
    async (request) => {
      const project = await authenticate(request, 'read')
      return find(project.id, request.params.id)
    },
  )

  app.get(
    '/v1/batches/:id/rejections',
    {
      schema: {
        summary: 'The lines that were rejected, with their reasons',
        tags: ['batches'],
        security: [{ key: [] }],
        params: BatchId,
        querystring: Type.Object({
          after: Type.Integer({ minimum: 0, default: 0, description: 'The last line of the page before' }),
          limit: Type.Integer({ minimum: 1, maximum: PAGE, default: 100 }),
        }),
        response: { 200: RejectionPage, default: ProblemDetails },
      },
    },
    async (request) => {
      const project = await authenticate(request, 'read')
      const { id } = request.params
      const { after, limit } = request.query
      await find(project.id, id)
      const lines = await rejectedLines(database, id, { after, limit })
      const last = lines.at(-1)
      return {
        rejections: lines.map(({ line, code, detail }) => ({ line, code, detail, remedy: remedyOf(code) })),
        next:
          last !== undefined && lines.length === limit
            ? `/v1/batches/${id}/rejections?after=${last.line}&limit=${limit}`
            : null,
      }
    },
  )

  app.get(
    '/v1/batches/:id/events',
    {
      schema: {
        summary: 'The progress of a batch as server-sent events',
        description: 'Events `progress` with the batch as data whenever it changed, then one `complete`.',
        tags: ['batches'],
        security: [{ key: [] }],
        params: BatchId,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const project = await authenticate(request, 'read')
      const first = await find(project.id, request.params.id)
      return reply
        .type('text/event-stream')
        .header('cache-control', 'no-store')
        .send(Readable.from(progressEvents(first, () => find(project.id, first.id))))
    },
  )
}

function remedyOf(code: string): string {
  return Object.entries(catalogue).find(([known]) => known === code)?.[1].remedy ?? ''
}

/** Server-sent events (WHATWG HTML, 9.2): one `progress` per change, then `complete` once all is materialised. */
async function* progressEvents(first: Batch, next: () => Promise<Batch>): AsyncGenerator<string> {
  let told = ''
  for (let batch = first; ; batch = await next()) {
    const data = JSON.stringify(batch)
    if (data !== told) yield `event: progress\ndata: ${data}\n\n`
    told = data
    if (batch.materialised) {
      yield `event: complete\ndata: ${data}\n\n`
      return
    }
    await new Promise((resolve) => setTimeout(resolve, EVENT_INTERVAL_MS))
  }
}
