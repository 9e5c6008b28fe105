import { ProblemDetails } from '@fieldwork/contract'
import { catalogue, type ErrorCode, FieldworkError } from '@fieldwork/errors'
import { Compile } from 'typebox/compile'

/** The part of the standard `fetch` that the client needs. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** One service and the key to it. */
export type Connection = {
  readonly url: string
  readonly key: string
  readonly fetch: Fetch
}

/** What answers whether a value is of a shape: a compiled TypeBox schema. */
export type Check<T> = { Check(value: unknown): value is T }

const problem = Compile(ProblemDetails)

/**
 * One request. Gives the answer where its status is 2xx. Throws `service_unreachable` where the connection fails, the
 * problem's own code where the service answers one, `service_answer_invalid` for any other answer. Aborting rejects
 * with the signal's reason.
 */
export async function request(
  connection: Connection,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${connection.key}` }
  const response = await connection
    .fetch(addressOf(connection, path), { ...init, headers })
    .catch((error: unknown) => {
      if (init.signal?.aborted) throw error
      throw unreachable(connection, error)
    })
  if (!response.ok) throw await problemOf(response)
  return response
}

/** Requests JSON of the given shape. Throws as `request` does, and `service_answer_invalid` for another shape. */
export async function requestJson<T>(
  connection: Connection,
  path: string,
  shape: Check<T>,
  init: RequestInit = {},
): Promise<T> {
  const response = await request(connection, path, init)
  const text = await response.text().catch((error: unknown) => {
    if (init.signal?.aborted) throw error
    throw unreachable(connection, error)
  })
  return parseAs(shape, text, path)
}

/** As `requestJson`, with a body that is JSON too. */
export function sendJson<T>(
  connection: Connection,
  path: string,
  shape: Check<T>,
  method: 'POST' | 'PATCH' | 'PUT',
  body: object,
): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  return requestJson(connection, path, shape, { method, headers, body: JSON.stringify(body) })
}

/** JSON of the given shape, or `service_answer_invalid`. */
export function parseAs<T>(shape: Check<T>, text: string, what: string): T {
  const value = parseJson(text)
  if (!shape.Check(value)) {
    throw new FieldworkError('service_answer_invalid', `the answer of ${what} does not fit the contract`)
  }
  return value
}

/** `service_unreachable`, with what the system said about the connection. */
function unreachable(connection: Connection, error: unknown): FieldworkError {
  return new FieldworkError('service_unreachable', `${connection.url}: ${reasonOf(error)}`, { cause: error })
}

function addressOf(connection: Connection, path: string): string {
  try {
    return new URL(`${connection.url.replace(/\/+$/, '')}${path}`).href
  } catch {
    throw new FieldworkError('usage', `${connection.url} is not a URL, such as http://127.0.0.1:8080`)
  }
}

async function problemOf(response: Response): Promise<FieldworkError> {
  const value = parseJson(await response.text().catch(() => ''))
  if (!problem.Check(value)) {
    return new FieldworkError(
      'service_answer_invalid',
      `status ${response.status} without a problem document`,
    )
  }
  const retryAfterMs = retryAfterOf(response)
  if (!isKnown(value.code)) {
    return new FieldworkError('service_answer_invalid', `${value.code}: ${value.title} (${value.detail})`)
  }
  return new FieldworkError(value.code, value.detail, { retryAfterMs })
}

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(catalogue, code)

/** `Retry-After` in milliseconds, where it is given in seconds (RFC 9110, 10.2.3). */
function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get('retry-after')
  return header !== null && /^\d+$/.test(header) ? Number(header) * 1000 : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The innermost message: `fetch failed` says nothing, its cause does. */
function reasonOf(error: unknown): string {
  let reason = error
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause
  if (!(reason instanceof Error)) return String(reason)
  if (reason.message !== '') return reason.message
  return 'code' in reason ? String(reason.code) : reason.name
}
