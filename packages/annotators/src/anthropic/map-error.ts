import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from '@anthropic-ai/sdk'
import { type ErrorCode, FieldworkError } from '@fieldwork/errors'

/** Longest wait that is believed, one hour: a longer one is more likely a fault than a wish. */
const MAX_RETRY_AFTER_MS = 3_600_000

/**
 * What a failed call to the Messages API means to the queue's policy. `now` is milliseconds since the epoch. The key is
 * refused: `annotator_unauthorised`. There is no such model: `annotator_model_unknown`. The request is refused:
 * `annotator_request_refused`.
 * 429, or the same as an event of a stream: `annotator_rate_limited`. All else, from 5xx to a body that breaks off (which
 * the SDK lets through as TypeError or SyntaxError): `annotator_unavailable`.
 */
export function mapError(error: unknown, now: number): FieldworkError {
  if (error instanceof APIConnectionTimeoutError)
    return unavailable('no answer within the time allowed', error)
  if (error instanceof APIUserAbortError) return unavailable('the call was aborted', error)
  if (!(error instanceof APIError)) return unavailable(`the connection broke (${nameOf(error)})`, error)
  const retryAfterMs = retryAfter(error.headers, now)
  const { status, type } = error
  if (typeof status === 'number') {
    return new FieldworkError(codeOf(status), `status ${status}${named(error)}`, {
      cause: error,
      retryAfterMs,
    })
  }
  if (type === null) return unavailable(`the connection broke (${nameOf(error)})`, error)
  const code = streamCodes[type] ?? 'annotator_unavailable'
  return new FieldworkError(code, `the answer broke off${named(error)}`, { cause: error, retryAfterMs })
}

/** Whether a failed call cost nothing for certain: it was answered with an error status, or could not be sent. */
export function isUncharged(error: unknown): boolean {
  if (!(error instanceof APIError)) return false
  if (typeof error.status === 'number') return true
  return error instanceof APIConnectionError && unsent.has(systemCodeOf(error.cause))
}

/** Codes of the system for a connection that never came about. */
const unsent: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])

/** The code of a system's error; `fetch` wraps it once. */
function systemCodeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined
  return 'code' in error ? error.code : systemCodeOf(error.cause)
}

/** Errors that a stream tells after its status was 200; what is not named here may pass later. */
const streamCodes: Readonly<Record<string, ErrorCode>> = {
  rate_limit_error: 'annotator_rate_limited',
  authentication_error: 'annotator_unauthorised',
  permission_error: 'annotator_unauthorised',
  invalid_request_error: 'annotator_request_refused',
  not_found_error: 'annotator_model_unknown',
  request_too_large: 'annotator_request_refused',
}

function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'annotator_unauthorised'
  if (status === 404) return 'annotator_model_unknown'
  if (status === 429) return 'annotator_rate_limited'
  // 408 and 409 are the other side's timeouts and lock conflicts: the same request may pass later.
  if (status >= 500 || status === 408 || status === 409) return 'annotator_unavailable'
  return 'annotator_request_refused'
}

/** Names the kind and the request: never the message of an answer, which could quote what was sent. */
function named({ type, errorCode, requestID }: APIError): string {
  const parts = [type, errorCode, requestID].filter((part) => typeof part === 'string' && part !== '')
  return parts.length > 0 ? ` (${parts.join(', ')})` : ''
}

const unavailable = (detail: string, cause: unknown) =>
  new FieldworkError('annotator_unavailable', detail, { cause })

const nameOf = (error: unknown) => (error instanceof Error ? error.constructor.name : typeof error)

/** Milliseconds asked for by `retry-after-ms`, else by `retry-after` in seconds or as an HTTP date. */
function retryAfter(headers: Headers | undefined, now: number): number | undefined {
  const milliseconds = amount(headers?.get('retry-after-ms'))
  if (milliseconds !== undefined) return bounded(milliseconds)
  const value = headers?.get('retry-after')
  const seconds = amount(value)
  if (seconds !== undefined) return bounded(seconds * 1_000)
  const date = Date.parse(value ?? '')
  return Number.isNaN(date) ? undefined : bounded(date - now)
}

function amount(value: string | null | undefined): number | undefined {
  return value !== undefined && value !== null && /^\s*\d+(\.\d+)?\s*$/.test(value)
    ? Number(value)
    : undefined
}

const bounded = (milliseconds: number) => Math.min(Math.max(Math.ceil(milliseconds), 0), MAX_RETRY_AFTER_MS)
