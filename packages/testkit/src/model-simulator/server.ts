import { fastify } from 'fastify'
import type { PlantedAnswer } from './answers.ts'
import { apiError } from './api-error.ts'
import { breakAnswer } from './broken-answers.ts'
import type { FaultScript } from './faults.ts'
import { createPromptCache } from './prompt-cache.ts'
import { type Incoming, type Outcome, type Responder, respond } from './respond.ts'
import { createTokenBucket } from './token-bucket.ts'

export type ModelSimulatorOptions = {
  /** The truth about a transcript: what the model answers. */
  readonly answer?: PlantedAnswer
  readonly faults?: FaultScript
  /** Keys that are accepted. Any key is, where absent. */
  readonly keys?: readonly string[]
  readonly requestsPerMinute?: number
  /** Tokens below which a prefix is not cached. */
  readonly cacheMinimumTokens?: number
  /** Milliseconds before each answer. */
  readonly latencyMs?: number
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Any free port, where absent. */
  readonly port?: number
}

/** A request as it was received, with the status of its answer. */
export type ReceivedRequest = Incoming & { readonly status: number }

export type ModelSimulator = {
  /** The base URL for a client. */
  readonly url: string
  /** What was received so far, in order. */
  requests(): readonly ReceivedRequest[]
  close(): Promise<void>
}

const MAX_BODY = 32 * 1024 * 1024

/**
 * A Messages API of our own, on a real port: checks the key, the version and the request, keeps a token bucket of
 * requests and a prompt cache, and answers from a planted function. Only POST /v1/messages, without streams or tools.
 */
export async function startModelSimulator(options: ModelSimulatorOptions = {}): Promise<ModelSimulator> {
  const { now = Date.now, requestsPerMinute = 1_000_000, latencyMs = 0 } = options
  const responder: Responder = {
    keys: options.keys,
    faults: options.faults ?? [],
    answer: options.answer,
    bucket: createTokenBucket(requestsPerMinute, now),
    useCache: createPromptCache(options.cacheMinimumTokens ?? 1_024, now),
  }
  const received: ReceivedRequest[] = []
  let count = 0
  const app = fastify({ bodyLimit: MAX_BODY, forceCloseConnections: true })

  app.setNotFoundHandler((_request, reply) => reply.code(404).send(apiError(404, 'Not found', 'req_sim')))
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    reply.code(status).send(apiError(status, error.message, 'req_sim'))
  })

  app.post('/v1/messages', async (request, reply) => {
    const incoming = { number: count, headers: request.headers, body: request.body }
    count += 1
    const outcome = respond(responder, incoming)
    received.push({ ...incoming, status: outcome.status })
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs))
    if ('message' in outcome && breakAnswer(reply, outcome.fault, JSON.stringify(outcome.message)))
      return reply
    const requestId = `req_sim_${incoming.number}`
    return reply.code(outcome.status).headers(headersOf(outcome, requestId)).send(bodyOf(outcome, requestId))
  })

  function headersOf(outcome: Outcome, requestId: string): Record<string, string> {
    const wait = 'error' in outcome ? outcome.retryAfterSeconds : undefined
    return {
      'request-id': requestId,
      'anthropic-ratelimit-requests-limit': String(requestsPerMinute),
      'anthropic-ratelimit-requests-remaining': String(responder.bucket.remaining()),
      'anthropic-ratelimit-requests-reset': new Date(now() + responder.bucket.fullMs()).toISOString(),
      ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
    }
  }

  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return { url, requests: () => [...received], close: () => app.close() }
}

function bodyOf(outcome: Outcome, requestId: string): object {
  return 'error' in outcome ? apiError(outcome.status, outcome.error, requestId) : outcome.message
}
