/** Weight of the newest observation: about the last ten calls count. */
const WEIGHT = 0.1
/** Outside of these something else is counted than text. */
const LEAST = 1
const MOST = 8

/** Characters a token, after one more call whose `characters` were counted as `tokens`: an exponentially weighted mean. */
export function learnRatio(ratio: number, characters: number, tokens: number): number {
  if (tokens === 0 || characters === 0) return ratio
  const seen = Math.min(Math.max(characters / tokens, LEAST), MOST)
  return ratio + WEIGHT * (seen - ratio)
}
