import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lognormal } from '../src/index.ts'
import { randomOf, shuffled } from '../src/model-simulator/random.ts'

describe('what is drawn at random', () => {
  test('hangs on the seed and the number alone, and differs between them', () => {
    const first = (seed: number, number: number) => randomOf(seed, number)()
    expect(first(7, 3)).toBe(first(7, 3))
    const draws = Array.from({ length: 2_000 }, (_, at) => first(at % 2, at >> 1))
    expect(new Set(draws).size).toBe(draws.length)
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
    expect(mean).toBeGreaterThan(0.47)
    expect(mean).toBeLessThan(0.53)
  })

  test('a lognormal time has its median, and a sigma of 0 no spread', () => {
    const latency = lognormal({ medianMs: 800, sigma: 0.5 })
    const times = Array.from({ length: 4_001 }, (_, at) => latency(randomOf(1, at))).sort((a, b) => a - b)
    expect(times[2_000]).toBeGreaterThan(760)
    expect(times[2_000]).toBeLessThan(840)
    expect(times[3_366] ?? 0).toBeGreaterThan(800 * Math.exp(0.45))
    expect(lognormal({ medianMs: 5, sigma: 0 })(randomOf(1, 1))).toBe(5)
  })

  test('a shuffle keeps every item once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), fc.integer(), (items, seed) => {
        expect(shuffled(items, randomOf(seed, 0)).sort()).toEqual(items.toSorted())
      }),
    )
  })
})
