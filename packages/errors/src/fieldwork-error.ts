import { catalogue, type ErrorCode, type Fate } from './catalogue.ts'

/** RFC 9457 problem details, with the catalogue's code and remedy as extension members. */
export type ProblemDetails = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly remedy: string
  readonly instance?: string
}

/**
 * The one error type that crosses a border. `code` names an entry of the catalogue; `detail` says what happened
 * this time and never quotes a transcript.
 */
export class FieldworkError extends Error {
  readonly code: ErrorCode
  readonly detail: string
  /** Milliseconds the other side asked us to wait, where it said so (HTTP `retry-after`). */
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, detail: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(`${code}: ${detail}`, { cause: options.cause })
    this.name = 'FieldworkError'
    this.code = code
    this.detail = detail
    this.retryAfterMs = options.retryAfterMs
  }

  get fate(): Fate {
    return catalogue[this.code].fate
  }
}

export function isFieldworkError(error: unknown): error is FieldworkError {
  return error instanceof FieldworkError
}

/** The problem document for an error of the catalogue. `instance` is the path of the request. */
export function problemDetails(code: ErrorCode, detail: string, instance?: string): ProblemDetails {
  const entry = catalogue[code]
  return {
    type: `urn:fieldwork:error:${code}`,
    title: entry.title,
    status: entry.status,
    detail,
    code,
    remedy: entry.remedy,
    ...(instance === undefined ? {} : { instance }),
  }
}
