import type { ModelSimulator } from '@fieldwork/testkit'

/** Over one stretch of time: input tokens used and allowed, requests, and how many of them were answered 429. */
export type Stretch = {
  readonly used: number
  readonly allowed: number
  readonly requests: number
  readonly refused: number
}

/** From one number of received requests to another, at one limit. */
export type Period = {
  readonly from: number
  readonly to: number
  readonly ms: number
  readonly inputTokensPerMinute: number
}

/**
 * What was used and allowed over periods that follow one another. A request counts for the period in which it arrived, as
 * its input tokens are counted then; so this is to be asked when all of them are answered. What the buckets held before
 * is not allowed for: they are to be empty.
 */
export function stretchOf(simulator: ModelSimulator, periods: readonly Period[]): Stretch {
  const requests = simulator
    .requests()
    .filter(({ number }) => periods.some(({ from, to }) => number >= from && number < to))
  const answered = new Set(requests.map(({ number }) => `req_sim_messages_${number}`))
  const used = simulator
    .account()
    .entries.filter(({ requestId }) => answered.has(requestId))
    .reduce((sum, { usage }) => sum + usage.input_tokens + usage.cache_creation_input_tokens, 0)
  return {
    used,
    allowed: periods.reduce(
      (sum, { ms, inputTokensPerMinute }) => sum + (ms * inputTokensPerMinute) / 60_000,
      0,
    ),
    requests: requests.length,
    refused: requests.filter(({ status }) => status === 429).length,
  }
}
