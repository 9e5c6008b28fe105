/** What is known of a model: what it costs, and what may be asked of it. */
export type ModelProfile = {
  /** The id that is sent. */
  readonly model: string
  /** USD per million tokens. */
  readonly price: ModelPrice
  /** Tokens below which a prefix is silently not cached. */
  readonly cacheMinimumTokens: number
  /** What cached tokens cost, in units of fresh input. */
  readonly cachePrice: { readonly write5m: number; readonly write1h: number; readonly read: number }
  /** Sent by the faithful strategy (the study's); null where the model refuses sampling parameters. */
  readonly temperature: number | null
  readonly structuredOutput: boolean
  readonly maxOutputTokens: number
}

export type ModelPrice = { readonly input: number; readonly output: number }

/** Under the newer version sampling parameters are refused even at their defaults. */
export const apiVersions = { withTemperature: '2023-06-01', current: '2026-10-21' } as const

const common = {
  cachePrice: { write5m: 1.25, write1h: 2, read: 0.1 },
  temperature: 0.2,
  structuredOutput: true,
  maxOutputTokens: 64_000,
} as const
const opus = { ...common, price: { input: 5, output: 25 }, cacheMinimumTokens: 4_096 } as const

/**
 * As published in mid-2026. Of Sonnet 4.6 two minima are published; the higher is what users observed
 * (anthropics/anthropic-sdk-python#1194). Where none is published for a model, its elder sibling's stands here.
 */
export const modelProfiles: Readonly<Record<string, Omit<ModelProfile, 'model'>>> = {
  'claude-haiku-4-5': { ...common, price: { input: 1, output: 5 }, cacheMinimumTokens: 4_096 },
  'claude-sonnet-4-6': { ...common, price: { input: 3, output: 15 }, cacheMinimumTokens: 2_048 },
  'claude-sonnet-5': {
    ...common,
    price: { input: 2, output: 10 },
    cacheMinimumTokens: 2_048,
    temperature: null,
  },
  'claude-opus-4-5': opus,
  'claude-opus-4-6': opus,
  'claude-opus-4-7': { ...opus, temperature: null },
  'claude-opus-4-8': { ...opus, temperature: null },
  'claude-opus-5': { ...opus, temperature: null },
}

/** The most careful guess at a model that nobody described: no sampling, and the highest minimum. */
export const unknownModel: Omit<ModelProfile, 'model' | 'price'> = {
  ...common,
  temperature: null,
  cacheMinimumTokens: 4_096,
}
