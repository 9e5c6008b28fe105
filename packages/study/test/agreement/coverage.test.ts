import { describe, expect, it } from 'vitest'
import { kappaEstimate, type Pair, unweighted } from '../../src/index.ts'
import { seeded } from '../seeded.ts'

const DRAWS = 1_500
const options = ['a', 'b', 'c']

/**
 * People of whom the one half is read well (95 % known, the rest guessed) and the other badly (30 %), with up to `most`
 * sessions each. With three answers that are equally frequent κ is the mean of what is known.
 */
function draw(people: number, most: number, random: () => number): readonly Pair<string>[] {
  const answer = () => options[Math.floor(3 * random())] ?? 'a'
  return Array.from({ length: people }, (_, index) => index).flatMap((index) => {
    const known = random() < 0.5 ? 0.95 : 0.3
    return Array.from({ length: 1 + Math.floor(most * random()) }, () => {
      const second = answer()
      return { person: String(index), first: random() < known ? second : answer(), second }
    })
  })
}

/** How often each of the two intervals of κ holds the truth. */
function coverage(people: number, most: number) {
  const random = seeded(20_260_616)
  const covered = { independent: 0, clustered: 0 }
  for (let index = 0; index < DRAWS; index++) {
    const found = kappaEstimate(draw(people, most, random), options, unweighted)
    for (const kind of ['independent', 'clustered'] as const) {
      const spread = found?.[kind]
      if (spread != null && spread.low <= 0.625 && 0.625 <= spread.high) covered[kind] += 1 / DRAWS
    }
  }
  return covered
}

describe('the clustered interval of κ', () => {
  it.each([
    [20, 10],
    [60, 10],
    [40, 30],
  ])(
    'covers the truth about 95 times in 100 for %i people of up to %i sessions, where the other does not',
    (people, most) => {
      const { independent, clustered } = coverage(people, most)
      expect(clustered).toBeGreaterThan(0.92)
      expect(clustered).toBeLessThan(0.975)
      expect(independent).toBeLessThan(0.9)
    },
  )
})
