/** What the simulator does instead of answering one request. */
export type Fault =
  /** 429, with the seconds to wait where given. */
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds?: number }
  /** An error document of that status: 529 is `overloaded_error`. */
  | { readonly kind: 'status'; readonly status: 400 | 401 | 403 | 404 | 413 | 500 | 504 | 529 }
  /** The connection is reset before any byte. */
  | { readonly kind: 'reset' }
  /** No byte ever comes. */
  | { readonly kind: 'hang' }
  /** The headers and half of the body come, then nothing. */
  | { readonly kind: 'stall' }
  /** The headers and half of the body come, then the connection ends. */
  | { readonly kind: 'truncated' }
  /** 200 and a page of HTML, as a proxy may answer. */
  | { readonly kind: 'html' }
  /** The model declines: stop reason `refusal`. */
  | { readonly kind: 'refusal' }
  /** The answer is cut off: stop reason `max_tokens`. */
  | { readonly kind: 'max_tokens' }
  /** The text of the answer is no JSON. */
  | { readonly kind: 'bad_json' }
  /** The answer names options that do not exist. */
  | { readonly kind: 'wrong_option' }

/** Faults in the order of the requests, null where a request is answered; after the last, all are answered. */
export type FaultScript = readonly (Fault | null)[] | ((request: number) => Fault | null)

export const faultOf = (script: FaultScript, request: number): Fault | null =>
  typeof script === 'function' ? script(request) : (script[request] ?? null)
