import { undated } from '../model-profiles.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** Limits of one key on one model. All above 0. */
export type Limits = {
  readonly requestsPerMinute: number
  /** Fresh input and what is written to the cache; what is read from it does not count. */
  readonly inputTokensPerMinute: number
  readonly outputTokensPerMinute: number
  /** How much a bucket holds, in minutes of its limit. */
  readonly burst: number
}

/** What is left to one key on one model. */
export type Allowance = {
  /** Takes a request and its input tokens and gives null, or takes nothing and gives the milliseconds to wait. */
  admit(inputTokens: number): number | null
  /** Charges the output tokens of an answer that ended. */
  charge(outputTokens: number): void
  /** The `anthropic-ratelimit-*` headers, true at this moment. */
  headers(): Record<string, string>
}

export type RateLimits = {
  of(key: string, model: string): Allowance
  set(changed: Partial<Limits>): void
}

const perMinute = {
  requests: 'requestsPerMinute',
  input: 'inputTokensPerMinute',
  output: 'outputTokensPerMinute',
} as const
type Buckets = Readonly<Record<keyof typeof perMinute, TokenBucket>>

/**
 * Three buckets for every key and model: requests, input tokens, output tokens. Output is charged when an answer has
 * ended, whatever its `max_tokens`: answers under way together may overdraw it, and while less than one token is in it,
 * requests are refused. Throws a RangeError for a limit that is not above 0.
 */
export function createRateLimits(initial: Limits, now: () => number): RateLimits {
  let limits = checked(initial)
  const all = new Map<string, Buckets>()

  function bucketsOf(name: string): Buckets {
    const made = all.get(name)
    if (made !== undefined) return made
    const bucket = (kind: keyof Buckets) => createTokenBucket(limits[perMinute[kind]], limits.burst, now)
    const buckets = { requests: bucket('requests'), input: bucket('input'), output: bucket('output') }
    all.set(name, buckets)
    return buckets
  }

  function allowance(buckets: Buckets): Allowance {
    const { requests, input, output } = buckets
    return {
      admit(inputTokens) {
        if (requests.holds(1) && input.holds(inputTokens) && output.holds(1)) {
          requests.take(1)
          input.take(inputTokens)
          return null
        }
        return Math.max(requests.waitMs(1), input.waitMs(inputTokens), output.waitMs(1))
      },
      charge: (outputTokens) => output.take(outputTokens),
      headers: () => headersOf(buckets, limits, now()),
    }
  }

  return {
    of: (key, model) => allowance(bucketsOf(JSON.stringify([key, undated(model)]))),
    set(changed) {
      limits = checked({ ...limits, ...changed })
      for (const { requests, input, output } of all.values()) {
        requests.setLimit(limits.requestsPerMinute, limits.burst)
        input.setLimit(limits.inputTokensPerMinute, limits.burst)
        output.setLimit(limits.outputTokensPerMinute, limits.burst)
      }
    },
  }
}

function checked(limits: Limits): Limits {
  const wrong = Object.entries(limits).find(([, value]) => !(value > 0))
  if (wrong !== undefined) throw new RangeError(`${wrong[0]} must be above 0, not ${wrong[1]}`)
  return limits
}

/** `tokens` is input and output together, as the real API tells it where no narrower limit holds. */
function headersOf(
  { requests, input, output }: Buckets,
  limits: Limits,
  now: number,
): Record<string, string> {
  const { requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute } = limits
  const told = [
    ['requests', requestsPerMinute, [requests]],
    ['input-tokens', inputTokensPerMinute, [input]],
    ['output-tokens', outputTokensPerMinute, [output]],
    ['tokens', inputTokensPerMinute + outputTokensPerMinute, [input, output]],
  ] as const
  return Object.fromEntries(
    told.flatMap(([name, limit, buckets]) => [
      [`anthropic-ratelimit-${name}-limit`, String(limit)],
      [
        `anthropic-ratelimit-${name}-remaining`,
        String(buckets.reduce((sum, bucket) => sum + bucket.remaining(), 0)),
      ],
      [
        `anthropic-ratelimit-${name}-reset`,
        new Date(now + Math.max(...buckets.map((bucket) => bucket.fullMs()))).toISOString(),
      ],
    ]),
  )
}
