import { Anthropic } from '@anthropic-ai/sdk'
import { FieldworkError, isFieldworkError } from '@fieldwork/errors'
import { isUncharged, mapError } from './map-error.ts'
import { apiVersions } from './model-profiles.ts'
import { type ClientOptions, openClient } from './open-client.ts'
import type { MessageRequest } from './planned-call.ts'
import { type Message, readMessage } from './read-message.ts'
import { readStream } from './read-stream.ts'

export type SenderOptions = ClientOptions & {
  /** Milliseconds since the epoch; reads a `retry-after` that is a date. */
  readonly now?: (() => number) | undefined
}

export type Call = {
  readonly callId: string
  readonly request: MessageRequest
  /** Given where others wait for the answer to begin; it is then streamed. */
  readonly begun?: (() => void) | undefined
  readonly signal: AbortSignal
}

/** `headers` hold what the Messages API says of its limits. */
export type Sent =
  | {
      readonly kind: 'message'
      readonly message: Message
      readonly requestId: string | null
      readonly headers: Headers
    }
  | {
      readonly kind: 'failed'
      readonly error: FieldworkError
      /** Whether it cost nothing for certain. Else nobody knows. */
      readonly uncharged: boolean
      readonly headers: Headers | undefined
    }

/** Sends calls to the Messages API, each once: the queue's policy is the one layer that retries. Never throws. */
export function createSender({ now = Date.now, ...options }: SenderOptions) {
  const { timeoutMs } = options
  const client = openClient(options)

  return async function send({ callId, request, begun, signal }: Call): Promise<Sent> {
    if (signal.aborted) return unsent
    // The SDK's own timeout ends with the headers: a body that stalls is ended by this one.
    const late = AbortSignal.timeout(timeoutMs)
    const options = {
      signal: AbortSignal.any([signal, late]),
      headers: { 'anthropic-version': versionFor(request), 'x-fieldwork-call': callId },
    }
    let headers: Headers | undefined
    try {
      const { data, response, request_id } =
        begun === undefined
          ? await client.messages.create(request, options).withResponse()
          : await client.messages.create({ ...request, stream: true }, options).withResponse()
      headers = response.headers
      const body = Symbol.asyncIterator in data ? await readStream(data, begun ?? (() => {})) : data
      return { kind: 'message', message: readMessage(body), requestId: request_id ?? null, headers }
    } catch (error) {
      return {
        kind: 'failed',
        error: meaningOf(error),
        uncharged: isUncharged(error),
        headers: error instanceof Anthropic.APIError ? (error.headers ?? headers) : headers,
      }
    }

    function meaningOf(error: unknown): FieldworkError {
      if (signal.aborted)
        return new FieldworkError('annotator_unavailable', 'the call was aborted', { cause: error })
      if (late.aborted) {
        return new FieldworkError('annotator_unavailable', `no whole answer within ${timeoutMs} ms`, {
          cause: error,
        })
      }
      return isFieldworkError(error) ? error : mapError(error, now())
    }
  }
}

const unsent: Sent = {
  kind: 'failed',
  error: new FieldworkError('annotator_unavailable', 'the call was aborted before it was sent'),
  uncharged: true,
  headers: undefined,
}

const versionFor = ({ temperature }: MessageRequest) =>
  temperature === undefined ? apiVersions.current : apiVersions.withTemperature
