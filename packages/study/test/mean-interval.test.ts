import fc from 'fast-check'
import { expect, test } from 'vitest'
import { meanInterval } from '../src/index.ts'

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('the interval of a mean is Student’s where the population is without end', () => {
  // R: t.test(1:10)$conf.int
  const interval = meanInterval(numbers(1, 10), Number.POSITIVE_INFINITY)
  expect(interval?.low).toBeCloseTo(3.33415, 4)
  expect(interval?.high).toBeCloseTo(7.66585, 4)
})

test('it closes as the sample becomes the population, and one value has none', () => {
  expect(meanInterval([1, 2, 6], 3)).toEqual({ low: 3, high: 3 })
  expect(meanInterval([4], 100)).toBeNull()
})

test('it holds the mean of the population in about 95 of 100 samples', () => {
  const population = numbers(1, 200).map((number) => number ** 1.5)
  const mean = population.reduce((sum, value) => sum + value, 0) / population.length
  const samples = fc.sample(fc.shuffledSubarray(population, { minLength: 40, maxLength: 40 }), {
    numRuns: 1_000,
    seed: 7,
  })
  const hits = samples.filter((values) => {
    const { low, high } = meanInterval(values, population.length) ?? { low: 0, high: 0 }
    return low <= mean && mean <= high
  })
  expect(hits.length / samples.length).toBeGreaterThan(0.92)
  expect(hits.length / samples.length).toBeLessThan(0.98)
})
