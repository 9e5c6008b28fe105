import { setTimeout as sleep } from 'node:timers/promises'
import { Batch } from '@fieldwork/contract'
import { type FieldworkError, isFieldworkError } from '@fieldwork/errors'
import { Compile } from 'typebox/compile'
import { type Connection, requestJson } from './connection.ts'

export type ContentEncoding = 'identity' | 'gzip' | 'zstd'

/** Makes the body anew for every attempt: the same bytes, or at least the same lines, each time. */
export type BatchBody = () => AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>

export type PostOptions = {
  /** 1 to 200 characters. The service takes the lines of one key once, however often they arrive. */
  readonly idempotencyKey: string
  /** How the body is compressed already. `identity` where absent. */
  readonly encoding?: ContentEncoding
  readonly signal?: AbortSignal
  /** Milliseconds before each repetition after a broken connection; as many repetitions as there are delays. */
  readonly repeatAfterMs?: readonly number[]
}

const batch = Compile(Batch)
const REPEAT_AFTER_MS = [200, 1_000, 5_000]
/** Nothing was sent where the connection was never made: there is nothing to repeat. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_INVALID_URL'])

/**
 * Posts newline-delimited JSON, one batch line a line. When the connection breaks during the upload, or the service stops
 * for another to take its place, it is repeated with the same key, a bounded number of times: only the client has the
 * body, so no other layer can. Every other error is thrown as it is, an error of the body itself included.
 */
export async function postBatch(
  connection: Connection,
  body: BatchBody,
  options: PostOptions,
): Promise<Batch> {
  const delays = options.repeatAfterMs ?? REPEAT_AFTER_MS
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await attemptPost(connection, body, options)
    } catch (error) {
      const delay = delays[attempt]
      if (delay === undefined || !mayRepeat(error, attempt)) throw error
      await sleep(delay, undefined, { signal: options.signal })
    }
  }
}

async function attemptPost(connection: Connection, body: BatchBody, options: PostOptions): Promise<Batch> {
  const source = watchFailure(body())
  try {
    return await requestJson(connection, '/v1/batches', batch, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        'idempotency-key': options.idempotencyKey,
        ...(options.encoding === undefined || options.encoding === 'identity'
          ? {}
          : { 'content-encoding': options.encoding }),
      },
      body: ReadableStream.from(source.body),
      duplex: 'half',
      signal: options.signal,
    })
  } catch (error) {
    if (source.failure !== undefined) throw source.failure.error
    throw error
  }
}

/** Tells an error of the body from one of the connection, which `fetch` reports alike. */
function watchFailure(body: AsyncIterable<Uint8Array>) {
  const watched: { body: AsyncIterable<Uint8Array>; failure?: { error: unknown } } = { body: pass() }
  async function* pass() {
    try {
      yield* body
    } catch (error) {
      watched.failure = { error }
      throw error
    }
  }
  return watched
}

function mayRepeat(error: unknown, attempt: number): boolean {
  if (!isFieldworkError(error)) return false
  // The service may not have noticed yet that the connection of the attempt before is gone.
  if (error.code === 'idempotency_key_in_use') return attempt > 0
  if (error.code === 'service_stopping') return true
  return error.code === 'service_unreachable' && (attempt > 0 || !neverConnected.has(codeOf(error)))
}

function codeOf(error: FieldworkError): string {
  let cause: unknown = error
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
