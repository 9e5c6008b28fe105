/** Text whose tokens were counted. */
export type Counted = { readonly characters: number; readonly tokens: number }

/** No count is taken to be surer of the other sessions than this share. */
const LEAST_MARGIN = 0.01
/** The share that is allowed for where one session alone was counted. */
const MARGIN_OF_ONE = 0.05

/**
 * Characters a token over all that was counted, with two standard errors of the sessions' own ratios on either side: the
 * ratio at which a run costs least is the higher one. Null of nothing.
 */
export function measuredRatio(
  counted: readonly Counted[],
): { readonly charactersPerToken: number; readonly low: number; readonly high: number } | null {
  const characters = counted.reduce((sum, one) => sum + one.characters, 0)
  const tokens = counted.reduce((sum, one) => sum + one.tokens, 0)
  if (tokens === 0) return null
  const charactersPerToken = characters / tokens
  const margin = Math.max(LEAST_MARGIN, marginOf(counted.map((one) => one.characters / one.tokens)))
  return {
    charactersPerToken,
    low: charactersPerToken * (1 + margin),
    high: charactersPerToken * (1 - margin),
  }
}

function marginOf(ratios: readonly number[]): number {
  if (ratios.length < 2) return MARGIN_OF_ONE
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  const squares = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0)
  return (2 * Math.sqrt(squares / (ratios.length - 1) / ratios.length)) / mean
}
