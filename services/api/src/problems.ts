import { FieldworkError, isFieldworkError, problemDetails } from '@fieldwork/errors'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const RETRY_AFTER_SECONDS = 5

/** Postgres classes of SQLSTATE that say the server is not there: connection, shutdown, resources. */
const unavailable = /^(08|57P|53)/

function toFieldworkError(error: FastifyError | Error): FieldworkError {
  if (isFieldworkError(error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if ('validation' in error && error.validation) return new FieldworkError('request_invalid', error.message)
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new FieldworkError('media_type_unsupported', error.message)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new FieldworkError('body_too_large', error.message)
  if (code.startsWith('FST_ERR_CTP')) return new FieldworkError('request_invalid', error.message)
  if (
    unavailable.test(code) ||
    code === 'ECONNREFUSED' ||
    /Connection terminated|timeout exceeded/.test(error.message)
  ) {
    return new FieldworkError('store_unavailable', 'Postgres did not answer', { cause: error })
  }
  return new FieldworkError('internal', 'see the log under this request id', { cause: error })
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, error: FieldworkError) {
  const problem = problemDetails(error.code, error.detail, request.url)
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
  else request.log.info({ code: error.code }, 'request refused')
  if (problem.status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** Answers every error of the service as RFC 9457 problem details from the catalogue. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(request, reply, toFieldworkError(error)),
  )
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      request,
      reply,
      new FieldworkError('route_unknown', `${request.method} ${request.url.split('?')[0]}`),
    ),
  )
}
