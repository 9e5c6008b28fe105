import { describe, expect, it } from 'vitest'
import { estimate, metrics } from '../src/index.ts'
import { type Clusters, momentsOfClusters } from './clusters.ts'
import { seeded } from './seeded.ts'

const DRAWS = 3_000

/**
 * People whose chances of success are beta(1, 3): a quarter on average, with an intraclass correlation of 1/5. How many
 * sessions each has is up to `size`, from a uniform number.
 */
function draw(people: number, size: (uniform: number) => number, random: () => number): Clusters {
  return Array.from({ length: people }, () => {
    const chance = 1 - (1 - random()) ** (1 / 3)
    return Array.from({ length: size(random()) }, () => (random() < chance ? 1 : 0))
  })
}

const fewEach = (uniform: number) => 1 + Math.floor(6 * uniform ** 2)
const mostOfFew = (uniform: number) => 1 + Math.floor(60 * uniform ** 8)

describe('the interval of a share', () => {
  // With few people who differ much in sessions no interval from these moments alone is exact; that of t on G − 1 degrees
  // of freedom covers 88 in 100 in the last case.
  it.each([
    [30, 'a few sessions each', fewEach, 0.93],
    [100, 'a few sessions each', fewEach, 0.93],
    [40, 'half of the sessions from a tenth of them', mostOfFew, 0.91],
  ])('covers the truth about 95 times in 100 for %i people with %s', (people, _, size, atLeast) => {
    const random = seeded(20_260_616)
    let covered = 0
    for (let index = 0; index < DRAWS; index++) {
      const { low, high } =
        estimate(metrics.verifiedSuccess, momentsOfClusters(draw(people, size, random))) ?? {}
      if (low != null && high != null && low <= 0.25 && 0.25 <= high) covered++
    }
    expect(covered / DRAWS).toBeGreaterThan(atLeast)
    expect(covered / DRAWS).toBeLessThan(0.97)
  })
})
