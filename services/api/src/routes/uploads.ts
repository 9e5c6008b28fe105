import { Readable } from 'node:stream'
import type { SwaggerTransform } from '@fastify/swagger'
import { Batch, BatchLine } from '@fieldwork/contract'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { type BodyLimits, decodeBody } from '../ingest/decode-body.ts'
import { jsonToLines } from '../ingest/json-body.ts'
import { type Ingest, receiveBatch } from '../ingest/receive-batch.ts'
import { problemResponse } from '../problems.ts'
import { requestBody } from '../request-body.ts'
import { createUploadsUnderWay } from '../uploads-under-way.ts'
import { findBatch } from './find-batch.ts'

const NDJSON = 'application/x-ndjson'
const JSON_TYPE = 'application/json'

/** The smallest transcript there is: what a person asked, as Claude Code writes it. */
const example = {
  transcript: JSON.stringify({
    type: 'user',
    uuid: '1',
    sessionId: 'an-example',
    timestamp: '2026-03-02T09:00:00Z',
    message: { role: 'user', content: 'Add a test for the parser.' },
  }),
  source: 'claude-code',
  person: 'ada@example.com',
}

const bodies = {
  [JSON_TYPE]: { schema: Type.Array(BatchLine, { examples: [[example]] }) },
  [NDJSON]: {
    schema: Type.String({ format: 'binary', description: 'A line for each item of application/json' }),
  },
}

/** The body is described but not validated by Fastify: it is a stream, and its lines are checked one by one. */
const describeBody: SwaggerTransform = ({ schema, url }) => ({
  url,
  schema: { ...schema, body: { content: bodies } },
})

export type Uploads = {
  readonly ingest: Ingest
  readonly limits: BodyLimits
  readonly maxUploads: number
  /** An upload of which nothing arrives for so long is given up. */
  readonly idleMs: number
  readonly authenticate: Authenticate
}

/** POST /v1/batches. Register it in a scope of its own: it takes over how bodies are read there. */
export function uploadRoute(app: App, { ingest, limits, maxUploads, idleMs, authenticate }: Uploads): void {
  const uploads = createUploadsUnderWay(maxUploads)
  app.addHook('preClose', () => uploads.stop())

  // The body is a stream: nothing of it is read before the route asks.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser([NDJSON, JSON_TYPE], (_request, payload, done) => done(null, payload))

  app.post(
    '/v1/batches',
    {
      onRequest: authenticate('ingest'),
      config: { swaggerTransform: describeBody },
      schema: {
        summary: 'Post a batch of sessions',
        description:
          'Newline-delimited JSON, one canonical session or raw transcript a line; gzip and zstd are taken. As ' +
          'application/json, an array of such lines no larger than one line may be. Answers once the rows are committed.',
        tags: ['batches'],
        security: [{ key: [] }],
        headers: Type.Object({
          'idempotency-key': Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 200,
              description: 'Repeat an upload without posting it twice',
            }),
          ),
        }),
        response: { 202: Batch, default: problemResponse },
      },
    },
    async (request, reply) => {
      const project = projectOf(request)
      const id = await uploads.receive((stopping) => {
        const raw = request.body instanceof Readable ? request.body : Readable.from([])
        const received = requestBody(raw, idleMs, stopping)
        const decoded = decodeBody(received, request.headers['content-encoding'], limits)
        const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '')
        const body = isJson ? jsonToLines(decoded, ingest.maxLineBytes) : decoded
        return receiveBatch(ingest, project, body, request.headers['idempotency-key'] ?? null)
      })
      const batch = await findBatch(ingest.database, project.id, id)
      return reply.status(202).header('location', batch.links.self).send(batch)
    },
  )
}
