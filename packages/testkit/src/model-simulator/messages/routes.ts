import type { FastifyInstance } from 'fastify'
import { type Arrival, arrive, type Refusal } from '../arrival.ts'
import { breakAnswer } from '../broken-answers.ts'
import { promptTokens, readMessageRequest } from '../message-request.ts'
import { refuse } from '../refuse.ts'
import type { Simulation } from '../simulation.ts'
import { deliver } from './deliver.ts'
import { respond } from './respond.ts'

/** POST /v1/messages and POST /v1/messages/count_tokens, which takes from no bucket. */
export function messageRoutes(app: FastifyInstance, simulation: Simulation): void {
  app.post('/v1/messages', async (request, reply) => {
    const arrival = arrive(simulation, 'messages', request)
    const outcome = respond(simulation, arrival)
    const refused = 'error' in outcome
    simulation.received.add({ ...arrival, status: refused ? outcome.status : 200 })
    return refused
      ? refuse(reply, arrival, outcome, simulation)
      : deliver(simulation, arrival, outcome, reply)
  })

  app.post('/v1/messages/count_tokens', async (request, reply) => {
    const arrival = arrive(simulation, 'count_tokens', request)
    const counted = arrival.refusal ?? count(arrival)
    const refused = 'error' in counted
    simulation.received.add({ ...arrival, status: refused ? counted.status : 200 })
    if (refused) return refuse(reply, arrival, counted, simulation)
    if (breakAnswer(reply, arrival.fault, JSON.stringify(counted))) return reply
    return reply.header('request-id', arrival.requestId).send(counted)
  })
}

/** The tokens of a prompt; the request is one for a message but for its `max_tokens`. */
function count({ body, version }: Arrival): { readonly input_tokens: number } | Refusal {
  const bodyToRead = typeof body === 'object' && body !== null ? { ...body, max_tokens: 1 } : body
  const read = readMessageRequest(bodyToRead, version)
  return 'refused' in read
    ? { status: 400, error: read.refused }
    : { input_tokens: promptTokens(read.request) }
}
