/** Draws that a seed determines. */
export type Random = {
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number
  /** An element; the first ones come far more often, as words do. */
  word<T>(words: readonly T[]): T
  chance(probability: number): boolean
}

/** The generator mulberry32 (T. Ettinger, 2017): small, fast, and good enough for text that nobody reads. */
export function seeded(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    word<T>(words: readonly T[]): T {
      const chosen = words[Math.floor(words.length * next() ** 3)]
      if (chosen === undefined) throw new Error('nothing to draw from')
      return chosen
    },
    chance: (probability) => next() < probability,
  }
}
