/** What the simulator has to know of a model to answer, refuse and price as the real one would. */
export type ModelProfile = {
  /** Tokens below which a prefix is silently not cached. */
  readonly cacheMinimumTokens: number
  /** Whether a temperature other than 1 is taken. */
  readonly temperature: boolean
  /** USD per million tokens, where known. */
  readonly price: { readonly input: number; readonly output: number } | null
}

const haiku = { cacheMinimumTokens: 4_096, temperature: true, price: { input: 1, output: 5 } }
const sonnet = { cacheMinimumTokens: 1_024, temperature: true, price: { input: 3, output: 15 } }
const opus = { cacheMinimumTokens: 4_096, temperature: true, price: { input: 5, output: 25 } }

/** As published in mid-2026. Opus from 4.7 on and Sonnet 5 refuse any temperature but the default. */
const profiles: Readonly<Record<string, ModelProfile>> = {
  'claude-haiku-4-5': haiku,
  'claude-sonnet-4-6': sonnet,
  'claude-sonnet-5': { ...sonnet, temperature: false, price: { input: 2, output: 10 } },
  'claude-opus-4-5': opus,
  'claude-opus-4-6': opus,
  'claude-opus-4-7': { ...opus, temperature: false },
  'claude-opus-4-8': { ...opus, temperature: false },
  'claude-opus-5': { ...opus, temperature: false },
}

/** The name of a model without its date: `claude-haiku-4-5-20251001` is `claude-haiku-4-5`. */
export const undated = (model: string): string => model.replace(/-\d{8}$/, '')

/** A model that is not known is taken for one like Sonnet 4.6 without a price. */
export const profileOf = (model: string): ModelProfile =>
  profiles[undated(model)] ?? { ...sonnet, price: null }
