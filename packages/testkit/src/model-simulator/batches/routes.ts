import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Arrival, arrive, type Refusal } from '../arrival.ts'
import { breakAnswer, isUnheard } from '../broken-answers.ts'
import type { Endpoint } from '../faults.ts'
import { refuse } from '../refuse.ts'
import type { Simulation } from '../simulation.ts'
import { batchDocument } from './batch.ts'
import { readBatchRequest } from './batch-request.ts'
import type { Batches } from './batches.ts'
import { pageOf, readPageQuery } from './page.ts'

const MAX_BODY = 256 * 1024 * 1024

type Answered = { readonly document: object } | { readonly lines: readonly string[] } | Refusal
type Handler = (arrival: Arrival, request: FastifyRequest, baseUrl: string) => Answered

/** The Message Batches API. It takes from no bucket. */
export function batchRoutes(app: FastifyInstance, simulation: Simulation, batches: Batches): void {
  const at = (endpoint: Endpoint, handler: Handler) => (request: FastifyRequest, reply: FastifyReply) => {
    const arrival = arrive(simulation, endpoint, request)
    const answered =
      arrival.refusal ??
      (isUnheard(arrival.fault)
        ? { document: {} }
        : handler(arrival, request, `${request.protocol}://${request.host}`))
    simulation.received.add({ ...arrival, status: 'error' in answered ? answered.status : 200 })
    return send(simulation, arrival, answered, reply)
  }
  const withBatch = (handler: (id: string, arrival: Arrival, baseUrl: string) => Answered): Handler => {
    return (arrival, { params }, baseUrl) => {
      const id = typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : ''
      return handler(id, arrival, baseUrl)
    }
  }

  app.post(
    '/v1/messages/batches',
    { bodyLimit: MAX_BODY },
    at('batch_create', ({ key, version, body }, _request, baseUrl) => {
      const read = readBatchRequest(body)
      if ('refused' in read) return { status: 400, error: read.refused }
      return { document: batchDocument(batches.create(key, version, read.items), baseUrl) }
    }),
  )
  app.get(
    '/v1/messages/batches',
    at('batch_list', ({ key }, { query }, baseUrl) => {
      const read = readPageQuery(query)
      if ('refused' in read) return { status: 400, error: read.refused }
      const { page, hasMore } = pageOf(batches.of(key), read)
      const data = page.map((batch) => batchDocument(batch, baseUrl))
      const ends = { first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null }
      return { document: { data, has_more: hasMore, ...ends } }
    }),
  )
  app.get(
    '/v1/messages/batches/:id',
    at(
      'batch_retrieve',
      withBatch((id, { key }, baseUrl) => {
        const batch = batches.find(key, id)
        return batch === undefined ? missing(id) : { document: batchDocument(batch, baseUrl) }
      }),
    ),
  )
  app.post(
    '/v1/messages/batches/:id/cancel',
    at(
      'batch_cancel',
      withBatch((id, { key }, baseUrl) => {
        const batch = batches.find(key, id)
        if (batch === undefined) return missing(id)
        batches.cancel(batch)
        return { document: batchDocument(batch, baseUrl) }
      }),
    ),
  )
  app.get(
    '/v1/messages/batches/:id/results',
    at(
      'batch_results',
      withBatch((id, { key }) => {
        const batch = batches.find(key, id)
        if (batch === undefined) return missing(id)
        return batch.ended === null
          ? { status: 404, error: `${id} has no results yet` }
          : { lines: batch.ended.lines }
      }),
    ),
  )
}

const missing = (id: string): Refusal => ({ status: 404, error: `no batch ${id}` })

function send(
  simulation: Simulation,
  arrival: Arrival,
  answered: Answered,
  reply: FastifyReply,
): FastifyReply {
  if ('error' in answered) return refuse(reply, arrival, answered, simulation)
  const body = () =>
    'lines' in answered
      ? answered.lines.map((line) => `${line}\n`).join('')
      : JSON.stringify(answered.document)
  if (arrival.fault !== null && breakAnswer(reply, arrival.fault, body())) return reply
  reply.header('request-id', arrival.requestId)
  if ('document' in answered) return reply.send(answered.document)
  return reply.type('application/x-jsonl').send(Readable.from(answered.lines.map((line) => `${line}\n`)))
}
