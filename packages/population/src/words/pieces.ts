import { type NonEmpty, pick, type Random, sources } from '../random.ts'

/** A text with its white-space-separated words and its lines counted when it was made. */
export type Piece = { readonly text: string; readonly words: number; readonly lines: number }

/** White-space-separated words. Kept apart from how the reader counts them: what is planted is checked against it. */
export const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length

const linesOf = (text: string): number => text.split('\n').length

export const pieceOf = (text: string): Piece => ({ text, words: wordsOf(text), lines: linesOf(text) })

const POOL = 64
const pools = new Map<string, NonEmpty<Piece>>()

/**
 * Texts of one kind, made once: drawing from them is what makes large sessions quick. They hang on their name alone and
 * not on when they are first asked for, so that every run has the same.
 */
export function poolOf(name: string, make: (random: Random) => string): NonEmpty<Piece> {
  const known = pools.get(name)
  if (known !== undefined) return known
  const random = sources(seedOf(name))()
  const texts = Array.from({ length: POOL - 1 }, () => pieceOf(make(random)))
  const pool: NonEmpty<Piece> = [pieceOf(make(random)), ...texts]
  pools.set(name, pool)
  return pool
}

/** A number from a name (FNV-1a, 32 bits). */
function seedOf(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  }
  return hash | 0
}

/** Pieces one after another, at least one, as near to so many words as whole pieces come. */
export function compose(random: Random, pool: NonEmpty<Piece>, words: number, separator: string): Piece {
  const first = pick(random, pool)
  const texts = [first.text]
  let count = first.words
  let lines = first.lines
  const breaks = linesOf(separator) - 1
  while (count < words) {
    const next = pick(random, pool)
    // Half a piece too many is nearer than half a piece too few.
    if (count + next.words / 2 > words) break
    texts.push(next.text)
    count += next.words
    lines += next.lines - 1 + breaks
  }
  return { text: texts.join(separator), words: count, lines }
}
