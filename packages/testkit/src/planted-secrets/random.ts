/** Draws from one seed: the same seed, the same draws. */
export type Draws = {
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number
  /** So many characters of an alphabet. */
  of(alphabet: string, length: number): string
}

export const DIGITS = '0123456789'
export const HEX = `${DIGITS}abcdef`
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const LOWER = UPPER.toLowerCase()
export const BASE62 = DIGITS + UPPER + LOWER
export const BASE64URL = `${BASE62}-_`
export const BASE64 = `${BASE62}+/`

/** Mulberry32, which is enough for what nobody must be unable to guess. */
export function drawsOf(seed: number): Draws {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  const of = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet.charAt(whole(0, alphabet.length - 1))).join('')
  return { whole, of }
}
