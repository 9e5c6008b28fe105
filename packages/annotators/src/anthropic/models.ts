/** What a model costs, in USD per million tokens. */
export type ModelPrice = { readonly input: number; readonly output: number }

/** A cache entry of five minutes: what writing and reading it costs, in units of fresh input. */
const CACHE_WRITE = 1.25
const CACHE_READ = 0.1

/** Prices as published in mid-2026. A dated id (`claude-haiku-4-5-20251001`) has the price of its name. */
export const modelPrices: Readonly<Record<string, ModelPrice>> = {
  'claude-haiku-4-5': { input: 1, output: 5 },
  'claude-sonnet-4-6': { input: 3, output: 15 },
  'claude-sonnet-5': { input: 2, output: 10 },
  'claude-opus-4-5': { input: 5, output: 25 },
  'claude-opus-4-6': { input: 5, output: 25 },
  'claude-opus-4-7': { input: 5, output: 25 },
  'claude-opus-4-8': { input: 5, output: 25 },
  'claude-opus-5': { input: 5, output: 25 },
}

export function priceOf(model: string): ModelPrice | undefined {
  return modelPrices[model.replace(/-\d{8}$/, '')]
}

/** Tokens of one call, as the Messages API counts them: `input` holds neither cache reads nor cache writes. */
export type TokenCounts = {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheCreationTokens: number
}

/** The cost of one call in USD. */
export function costOf(price: ModelPrice, tokens: TokenCounts): number {
  const input =
    tokens.inputTokens + CACHE_WRITE * tokens.cacheCreationTokens + CACHE_READ * tokens.cacheReadTokens
  return (price.input * input + price.output * tokens.outputTokens) / 1_000_000
}
