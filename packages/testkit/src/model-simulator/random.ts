import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Draws from 0 (included) to 1 (excluded). */
export type Random = () => number

/**
 * The source of one thing among many, by its number: what it draws does not hang on how the others' draws interleave, so
 * that requests at once are answered alike in every run.
 */
export function randomOf(seed: number, number: number): Random {
  const generator = xoroshiro128plus(
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35),
  )
  return () => uniformFloat64(generator)
}

/** The items in another order, every order as likely (Fisher and Yates). */
export function shuffled<T>(items: Iterable<T>, random: Random): T[] {
  const left = [...items]
  const order: T[] = []
  while (left.length > 0) {
    const at = Math.floor(random() * left.length)
    const last = left.pop()
    if (last === undefined) break
    order.push(at < left.length ? (left.splice(at, 1, last)[0] ?? last) : last)
  }
  return order
}

/** Mean 0, standard deviation 1 (Box and Muller 1958). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
