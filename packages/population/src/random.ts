import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** A source of random numbers; drawing from it moves it on. */
export type Random = RandomGenerator
export type NonEmpty<T> = readonly [T, ...T[]]

/** Sources that do not overlap: each begins 2⁶⁴ draws after the one before, so that the k-th never hangs on a later one. */
export function sources(seed: number): () => Random {
  const next = xoroshiro128plus(seed)
  return () => {
    next.jump()
    return next.clone()
  }
}

/** 0 included, 1 excluded. */
export const uniform = (random: Random): number => uniformFloat64(random)

export const chance = (random: Random, probability: number): boolean => uniform(random) < probability

/** A whole number, both ends included. */
export const integer = (random: Random, from: number, to: number): number =>
  from + Math.floor(uniform(random) * (to - from + 1))

export function pick<T>(random: Random, items: NonEmpty<T>): T {
  return items[integer(random, 0, items.length - 1)] ?? items[0]
}

/** The key whose part of the unit interval holds `u`, parts as long as the weights, in the order of the keys. */
export function atQuantile<K extends string>(
  u: number,
  keys: NonEmpty<K>,
  weights: Readonly<Record<K, number>>,
): K {
  const whole = keys.reduce((sum, key) => sum + weights[key], 0)
  let left = u * whole
  for (const key of keys) {
    left -= weights[key]
    if (left < 0) return key
  }
  return keys.findLast((key) => weights[key] > 0) ?? keys[0]
}

export function choose<K extends string>(
  random: Random,
  keys: NonEmpty<K>,
  weights: Readonly<Record<K, number>>,
): K {
  return atQuantile(uniform(random), keys, weights)
}

/** Mean 0, standard deviation 1 (Box and Muller 1958). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)))
  return radius * Math.cos(2 * Math.PI * uniform(random))
}

/** The sum of `shape` exponential variables of one mean; its mean is `mean`. */
export function erlang(random: Random, shape: number, mean: number): number {
  let product = 1
  for (let draw = 0; draw < shape; draw += 1) product *= 1 - uniform(random)
  return (-Math.log(product) * mean) / shape
}

/** The whole number below or above, with the mean of the value. */
export const roundAtRandom = (random: Random, value: number): number => Math.floor(value + uniform(random))

/** The whole number below or above a value of at least 1, with the mean logarithm of the value. */
export function roundLogAtRandom(random: Random, value: number): number {
  const below = Math.max(1, Math.floor(value))
  const upper = (Math.log(value) - Math.log(below)) / (Math.log(below + 1) - Math.log(below))
  return chance(random, upper) ? below + 1 : below
}

/** Splits a whole number into parts as long as the weights, none below `least` where there is enough of it. */
export function split(whole: number, weights: readonly number[], least: number): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const free = Math.max(0, whole - least * weights.length)
  let given = 0
  let passed = 0
  return weights.map((weight) => {
    passed += weight
    const upTo = sum === 0 ? free : Math.round((free * passed) / sum)
    const part = upTo - given
    given = upTo
    return part + Math.min(least, whole)
  })
}
