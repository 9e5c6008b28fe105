/** An error as a log line holds it. */
export type SerialisedError = {
  readonly type: string
  readonly message: string
  readonly code?: string | number
  readonly stack?: string
  readonly cause?: SerialisedError
  readonly errors?: readonly SerialisedError[]
}

/** Depth at which a chain of causes is cut, so that a circle ends. */
const DEEPEST = 5

/**
 * An error with its code and its causes. Only these members are taken: drivers put whole rows into others (Postgres'
 * `detail`), and a log holds no transcript. User names and passwords in addresses are struck out.
 */
export function serialiseError(error: unknown, depth = 0): SerialisedError {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutCredentials(String(error)) }
  const code = 'code' in error ? error.code : undefined
  const deeper = depth < DEEPEST
  return {
    type: error.name,
    message: withoutCredentials(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: withoutCredentials(error.stack) }),
    ...(error.cause === undefined || !deeper ? {} : { cause: serialiseError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && deeper
      ? { errors: error.errors.map((one) => serialiseError(one, depth + 1)) }
      : {}),
  }
}

function withoutCredentials(text: string): string {
  return text.replace(/:\/\/[^\s/@]+@/g, '://[redacted]@')
}
