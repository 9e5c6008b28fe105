import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { ProblemDetails } from '@fieldwork/contract'
import { FieldworkError, isFieldworkError, problemDetails } from '@fieldwork/errors'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

const RETRY_AFTER_SECONDS = 5
const MEDIA_TYPE = 'application/problem+json' as const

/** What every route may answer, for its schema. */
export const problemResponse = {
  description: 'A problem (RFC 9457)',
  content: { [MEDIA_TYPE]: { schema: ProblemDetails } },
} as const

/** Postgres classes of SQLSTATE that say the server is not there (connection, shutdown, resources), and the system's. */
const unavailable =
  /^(08|57P|53)|^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/
const unavailableMessage = /Connection terminated|timeout exceeded|connection error|pool after calling end/

/**
 * The error that began it. Those around it are left out of the log, too: drizzle's message holds the parameters of the
 * query, a key's hash among them.
 */
function rootOf(error: Error): Error {
  return !isFieldworkError(error) && error.cause instanceof Error ? rootOf(error.cause) : error
}

/** Any error as one of the catalogue. Messages of Fastify's are taken over: they name members and quote no body. */
function toFieldworkError(thrown: FastifyError | Error, requestId: string): FieldworkError {
  const error = rootOf(thrown)
  if (isFieldworkError(error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  if (status === 413) return new FieldworkError('body_too_large', error.message)
  if (status === 415) return new FieldworkError('media_type_unsupported', error.message)
  if (status >= 400 && status < 500) return new FieldworkError('request_invalid', error.message)
  if (unavailable.test(code) || unavailableMessage.test(error.message))
    return new FieldworkError('store_unavailable', 'Postgres did not answer', { cause: error })
  return new FieldworkError('internal', `the log has it under request id ${requestId}`, { cause: error })
}

/** Answers an error as RFC 9457 problem details from the catalogue, with the headers its status calls for. */
export function sendProblem(thrown: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toFieldworkError(thrown, request.id)
  const problem = problemDetails(error.code, error.detail, request.url)
  if (problem.status >= 500 && error.cause !== undefined) request.log.error({ err: error }, 'request failed')
  else request.log.info({ code: error.code }, 'request refused')
  if (problem.status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (error.code === 'body_stalled') reply.header('connection', 'close')
  if (error.code === 'encoding_unsupported') reply.header('accept-encoding', 'gzip, zstd')
  return reply.status(problem.status).type(MEDIA_TYPE).send(JSON.stringify(problem))
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0]
  return sendProblem(new FieldworkError('route_unknown', `${request.method} ${path}`), request, reply)
}

/** Answers what is no HTTP and so never becomes a request, and ends the connection. */
export function sendClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemDetails('request_invalid', `the request is no valid HTTP (${error.code})`)
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
