/** What the simulator does instead of answering one request. */
export type Fault =
  /** 429, with the seconds to wait where given. */
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds?: number }
  /** An error document of that status: 529 is `overloaded_error`. */
  | { readonly kind: 'status'; readonly status: 400 | 401 | 403 | 404 | 413 | 500 | 504 | 529 }
  /** The connection is reset before any byte, and nothing was done. */
  | { readonly kind: 'reset' }
  /** All is done as without a fault, then the connection is reset before any byte. */
  | { readonly kind: 'lost' }
  /** No byte ever comes, and nothing was done. */
  | { readonly kind: 'hang' }
  /** The headers and half of the body come, then nothing. */
  | { readonly kind: 'stall' }
  /** The headers and half of the body come, then the connection ends. */
  | { readonly kind: 'truncated' }
  /** Half of a stream comes, then an `error` event. Where nothing is streamed, an error document of that status. */
  | { readonly kind: 'stream_error'; readonly status: 500 | 529 }
  /** 200 and a page of HTML, as a proxy may answer. */
  | { readonly kind: 'html' }
  | AnswerFault

/** A fault of the answer itself, which arrives whole and is paid for. */
export type AnswerFault =
  /** The model declines: stop reason `refusal`. */
  | { readonly kind: 'refusal' }
  /** The answer is cut off: stop reason `max_tokens`. */
  | { readonly kind: 'max_tokens' }
  /** The text of the answer is no JSON. */
  | { readonly kind: 'bad_json' }
  /** The answer names options that do not exist. */
  | { readonly kind: 'wrong_option' }

export type Endpoint =
  | 'messages'
  | 'count_tokens'
  | 'batch_create'
  | 'batch_list'
  | 'batch_retrieve'
  | 'batch_cancel'
  | 'batch_results'

/** What a script may decide by. */
export type FaultRequest = {
  readonly endpoint: Endpoint
  /** Milliseconds since the epoch, by the simulator's clock. */
  readonly at: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/**
 * Faults in the order of the requests, null where a request is answered; after the last, all are answered. A list is about
 * POST /v1/messages alone, a function is asked at every endpoint. Each endpoint counts its requests from 0.
 */
export type FaultScript =
  | readonly (Fault | null)[]
  | ((number: number, request: FaultRequest) => Fault | null)

export function faultOf(script: FaultScript, number: number, request: FaultRequest): Fault | null {
  if (typeof script === 'function') return script(number, request)
  return request.endpoint === 'messages' ? (script[number] ?? null) : null
}
