import { Readable } from 'node:stream'
import type { SwaggerTransform } from '@fastify/swagger'
import { Batch, RejectionPage } from '@fieldwork/contract'
import { catalogue } from '@fieldwork/errors'
import { type Database, rejectedLines } from '@fieldwork/store'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { problemResponse } from '../problems.ts'
import { findBatch } from './find-batch.ts'
import { type EventTimes, progressEvents } from './progress-events.ts'

const BatchId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const PAGE = 1_000

/** Described only: Fastify would have a string where the route sends a stream. */
const describeEvents: SwaggerTransform = ({ schema, url }) => ({
  url,
  schema: {
    ...schema,
    response: {
      200: { description: 'The events', content: { 'text/event-stream': { schema: Type.String() } } },
      default: problemResponse,
    },
  },
})

export type Batches = {
  readonly database: Database
  readonly authenticate: Authenticate
  readonly eventTimes: EventTimes
}

export function batchRoutes(app: App, { database, authenticate, eventTimes }: Batches): void {
  app.get(
    '/v1/batches/:id',
    {
      onRequest: authenticate('read'),
      schema: {
        summary: 'A batch: its counts and its progress',
        tags: ['batches'],
        security: [{ key: [] }],
        params: BatchId,
        response: { 200: Batch, default: problemResponse },
      },
    },
    (request) => findBatch(database, projectOf(request).id, request.params.id),
  )

  app.get(
    '/v1/batches/:id/rejections',
    {
      onRequest: authenticate('read'),
      schema: {
        summary: 'The lines that were rejected, with their reasons',
        tags: ['batches'],
        security: [{ key: [] }],
        params: BatchId,
        querystring: Type.Object({
          after: Type.Integer({ minimum: 0, default: 0, description: 'The last line of the page before' }),
          limit: Type.Integer({ minimum: 1, maximum: PAGE, default: 100 }),
        }),
        response: { 200: RejectionPage, default: problemResponse },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const { id, links } = await findBatch(database, projectOf(request).id, request.params.id)
      const lines = await rejectedLines(database, id, { after, limit: limit + 1 })
      const page = lines.slice(0, limit)
      return {
        rejections: page.map(({ line, code, detail }) => ({ line, code, detail, remedy: remedyOf(code) })),
        next:
          lines.length > page.length
            ? `${links.rejections}?after=${page.at(-1)?.line ?? after}&limit=${limit}`
            : null,
      }
    },
  )

  app.get(
    '/v1/batches/:id/events',
    {
      onRequest: authenticate('read'),
      config: { swaggerTransform: describeEvents },
      schema: {
        summary: 'The progress of a batch as server-sent events',
        description: 'Events `progress` with the batch as data whenever it changed, then one `complete`.',
        tags: ['batches'],
        security: [{ key: [] }],
        params: BatchId,
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id
      const first = await findBatch(database, projectId, request.params.id)
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const look = () => findBatch(database, projectId, first.id)
      const events = Readable.from(progressEvents(first, look, eventTimes, gone.signal))
      // The stream breaks off, which a client takes as: ask again.
      events.once('error', (err) => request.log.warn({ err }, 'the events of a batch broke off'))
      return reply
        .type('text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(events)
    },
  )
}

function remedyOf(code: string): string {
  return Object.entries(catalogue).find(([known]) => known === code)?.[1].remedy ?? ''
}
