/**
 * Input tokens that came from no cache, where a tool records them among all of its input: so that input means the same of
 * every source, what the Messages API calls `input_tokens`.
 */
export const freshInput = (all: number, ...cached: readonly number[]): number =>
  Math.max(
    0,
    cached.reduce((rest, tokens) => rest - tokens, all),
  )
