import type { FastifyReply } from 'fastify'
import { apiError } from './api-error.ts'
import type { Arrival, Refusal } from './arrival.ts'
import type { Simulation } from './simulation.ts'

/** Sends an error document at once, with the state of the buckets where the request names a model. */
export function refuse(
  reply: FastifyReply,
  { requestId, key, body }: Arrival,
  { status, error, retryAfterSeconds }: Refusal,
  { limits }: Simulation,
): FastifyReply {
  const model = typeof body === 'object' && body !== null && 'model' in body ? body.model : undefined
  return reply
    .code(status)
    .headers({
      'request-id': requestId,
      ...(key !== '' && typeof model === 'string' ? limits.of(key, model).headers() : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    })
    .send(apiError(status, error, requestId))
}
