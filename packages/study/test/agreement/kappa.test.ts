import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type KappaEstimate,
  kappa,
  kappaEstimate,
  linear,
  type Pair,
  quadratic,
  unweighted,
  type Weights,
} from '../../src/index.ts'
import { countsOf } from './counts.ts'

const options = ['a', 'b', 'c', 'd']
const option = fc.constantFrom(...options)
const person = fc.constantFrom('p', 'q', 'r', 's', 't', 'u')
const anyPairs: fc.Arbitrary<readonly Pair<string>[]> = fc.array(
  fc.record({ person, first: option, second: option }),
  { minLength: 1, maxLength: 60 },
)
const everyWeights = [
  ['unweighted', unweighted],
  ['linear', linear],
  ['quadratic', quadratic],
] as const
const kappaOf = (pairs: readonly Pair<string>[], weights: Weights = unweighted) =>
  kappa(countsOf(pairs, options), weights)

const near = (value: number) => expect.closeTo(value, 10)
function nearly(estimate: KappaEstimate | null) {
  if (estimate === null) return null
  const spread = (of: KappaEstimate['clustered']) =>
    of === null ? null : { standardError: near(of.standardError), low: near(of.low), high: near(of.high) }
  return {
    value: near(estimate.value),
    independent: spread(estimate.independent),
    clustered: spread(estimate.clustered),
  }
}

describe.each(everyWeights)('κ, %s,', (_, weights) => {
  it('is 1 where all agree, and only there', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const found = kappaOf(pairs, weights)
        if (found === null) return
        const agree = pairs.every(({ first, second }) => first === second)
        expect(Math.abs(found.value - 1) < 1e-9).toBe(agree)
        expect(found.value).toBeLessThan(1 + 1e-12)
      }),
    )
  })

  it('is the same whichever rater comes first, and so are its intervals', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const swapped = pairs.map((pair) => ({ ...pair, first: pair.second, second: pair.first }))
        expect(kappaEstimate(swapped, options, weights)).toEqual(
          nearly(kappaEstimate(pairs, options, weights)),
        )
      }),
    )
  })

  it('is the same with every session twice, and half as much spread', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const once = kappaOf(pairs, weights)
        const twice = kappaOf([...pairs, ...pairs], weights)
        if (once === null) expect(twice).toBeNull()
        else
          expect(twice).toEqual({
            value: near(once.value),
            standardError: expect.closeTo(once.standardError / Math.SQRT2, 6),
          })
      }),
    )
  })

  it('is the same with options that nobody gave', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const more = kappaEstimate(pairs, [...options, 'e', 'f'], weights)
        expect(more).toEqual(nearly(kappaEstimate(pairs, options, weights)))
      }),
    )
  })

  it('is 0 where one rater’s answers say nothing of the other’s', () => {
    const margins = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(margins, margins, (rows, columns) => {
        const counts = rows.map((row) => columns.map((column) => row * column))
        expect(kappa(counts, weights)?.value).toBeCloseTo(0, 12)
      }),
    )
  })

  it('is not there without sessions, or with one same answer throughout', () => {
    expect(kappaEstimate([], options, weights)).toBeNull()
    fc.assert(
      fc.property(option, fc.array(person, { minLength: 1 }), (answer, people) => {
        const pairs = people.map((one) => ({ person: one, first: answer, second: answer }))
        expect(kappaEstimate(pairs, options, weights)).toBeNull()
      }),
    )
  })

  it('has intervals around it, within −1 and 1', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const found = kappaEstimate(pairs, options, weights)
        for (const spread of [found?.independent, found?.clustered]) {
          if (found === null || spread == null) continue
          expect(spread.standardError).toBeGreaterThan(0)
          expect(spread.low).toBeGreaterThanOrEqual(-1)
          expect(spread.high).toBeLessThanOrEqual(1)
          expect(spread.low).toBeLessThanOrEqual(found.value)
          expect(spread.high).toBeGreaterThanOrEqual(found.value - 1e-12)
        }
      }),
    )
  })
})

describe('unweighted κ', () => {
  it('does not depend on the names of the options nor on their order', () => {
    const renaming = fc.shuffledSubarray(options, { minLength: options.length })
    fc.assert(
      fc.property(anyPairs, renaming, (pairs, names) => {
        const renamed = (answer: string) => names[options.indexOf(answer)] ?? ''
        const others = pairs.map((pair) => ({
          ...pair,
          first: renamed(pair.first),
          second: renamed(pair.second),
        }))
        expect(kappaEstimate(others, options, unweighted)).toEqual(
          nearly(kappaEstimate(pairs, options, unweighted)),
        )
      }),
    )
  })
})

describe('weighted κ', () => {
  it('of two options is the unweighted', () => {
    const two = fc.constantFrom('a', 'b')
    const pairsOfTwo = fc.array(fc.record({ person, first: two, second: two }), { minLength: 1 })
    fc.assert(
      fc.property(pairsOfTwo, (pairs) => {
        for (const weights of [linear, quadratic])
          expect(kappaEstimate(pairs, ['a', 'b'], weights)).toEqual(
            nearly(kappaEstimate(pairs, ['a', 'b'], unweighted)),
          )
      }),
    )
  })

  it('does not depend on which end the order begins', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        for (const weights of [linear, quadratic])
          expect(kappaEstimate(pairs, options.toReversed(), weights)).toEqual(
            nearly(kappaEstimate(pairs, options, weights)),
          )
      }),
    )
  })

  it('forgives a small step more than a large one', () => {
    const pairs = ['a', 'b', 'c', 'd', 'a'].map((answer, index) => ({
      person: String(index),
      first: answer,
      second: answer,
    }))
    const disagreeing = (second: string) => [...pairs, { person: 'z', first: 'a', second }]
    for (const weights of [linear, quadratic]) {
      const near = kappaOf(disagreeing('b'), weights)?.value ?? 0
      expect(near).toBeGreaterThan(kappaOf(disagreeing('d'), weights)?.value ?? 0)
    }
  })
})

describe('the clustered interval of κ', () => {
  it('hardly changes when people are left out in groups, of whom there are many', () => {
    const random = fc.sample(fc.tuple(option, option, fc.boolean()), { seed: 1, numRuns: 3_000 })
    const spread = (people: number) => {
      const pairs = random.map(([first, second, agree], index) => ({
        person: String(index % people).padStart(4, '0'),
        first,
        second: agree ? first : second,
      }))
      return kappaEstimate(pairs, options, unweighted)?.clustered?.standardError ?? 0
    }
    expect(spread(3_000) / spread(500)).toBeGreaterThan(0.9)
    expect(spread(3_000) / spread(500)).toBeLessThan(1.1)
  })

  it('is not there with one person, who tells nothing of others', () => {
    const pairs = ['a', 'b', 'c'].map((answer) => ({ person: 'p', first: answer, second: 'a' }))
    expect(kappaEstimate(pairs, options, unweighted)).toMatchObject({ clustered: null })
  })

  it('is wider than that of independent sessions where each person’s are all alike', () => {
    const pairs = ['p', 'q', 'r', 's', 't', 'u'].flatMap((one, index) =>
      Array.from({ length: 10 }, () => ({
        person: one,
        first: options[index % 3] ?? 'a',
        second: index < 4 ? (options[index % 3] ?? 'a') : 'a',
      })),
    )
    const found = kappaEstimate(pairs, options, unweighted)
    expect(found?.clustered?.standardError).toBeGreaterThan(2 * (found?.independent?.standardError ?? 1))
  })
})
