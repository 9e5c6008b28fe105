import { describe, expect, it } from 'vitest'
import {
  categoryAgreement,
  kappa,
  kappaEstimate,
  linear,
  ordinalAgreement,
  quadratic,
  shareAgreement,
  unweighted,
  valueAgreement,
} from '../../src/index.ts'
import { countsOf } from './counts.ts'
import reference from './reference.json' with { type: 'json' }

const levels = ['0', '1', '2', '3', '4', '5']
const pairs = reference.person.map((person, index) => ({
  person,
  first: String(reference.first[index]),
  second: String(reference.second[index]),
}))
const numbers = reference.person.map((person, index) => ({
  person,
  first: reference.first[index] ?? 0,
  second: reference.second[index] ?? 0,
}))
const values = reference.person.map((person, index) => ({
  person,
  first: reference.usdFirst[index] ?? 0,
  second: reference.usdSecond[index] ?? 0,
}))

const near = (value: number | undefined) => expect.closeTo(value ?? Number.NaN, 10)
const share = ([value, low, high]: readonly number[]) => ({
  value: near(value),
  low: near(low),
  high: near(high),
})

describe('what R computes by another way', () => {
  it.each([
    ['unweighted', unweighted],
    ['linear', linear],
    ['quadratic', quadratic],
  ] as const)('is κ, %s, its standard error and its clustered interval', (name, weights) => {
    const { value, standardError, clustered } = reference.kappa[name]
    expect(kappaEstimate(pairs, levels, weights)).toEqual({
      value: near(value),
      independent: {
        standardError: near(standardError),
        low: near(value - 1.959963984540054 * standardError),
        high: near(value + 1.959963984540054 * standardError),
      },
      clustered: {
        standardError: near(clustered[0]),
        low: near(clustered[1]),
        high: near(clustered[2]),
      },
    })
  })

  it('is the share that is the same, within one step, and far apart, with its score interval', () => {
    expect(categoryAgreement(pairs, levels).exact).toEqual(share(reference.exact))
    expect(ordinalAgreement(pairs, levels)).toMatchObject({
      exact: share(reference.exact),
      withinOne: share(reference.withinOne),
      farApart: share(reference.farApart),
    })
  })

  it('is how shares and values go together', () => {
    expect(shareAgreement(numbers)).toMatchObject({
      correlation: near(reference.pearson),
      meanAbsoluteDifference: near(reference.meanAbsoluteDifference),
    })
    expect(valueAgreement(values)).toEqual({
      logCorrelation: near(reference.logCorrelation),
      logR2: near(reference.logR2),
      spearman: near(reference.spearman),
      sameBand: share(reference.sameBand),
      bias: near(reference.bias),
    })
  })
})

describe('published examples', () => {
  // Cohen 1968, table 1: 200 cases, two judges, three diagnoses; a confusion costs 1, 3 or 6.
  const diagnoses = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ]
  const costs = [
    [0, 1, 3],
    [1, 0, 6],
    [3, 6, 0],
  ]

  it('are Cohen’s κ of 0.492, and of 0.348 with his weights', () => {
    const weighted = kappa(diagnoses, (row, column) => 1 - (costs[row]?.[column] ?? 0) / 6)
    expect(kappa(diagnoses, unweighted)?.value).toBeCloseTo(0.492, 3)
    expect(weighted?.value).toBeCloseTo(0.348, 3)
  })

  it('are the standard errors that SAS prints for its table of 19', () => {
    const table = [
      [0, 4, 1],
      [0, 8, 0],
      [0, 1, 5],
    ]
    expect(kappa(table, unweighted)).toEqual({
      value: expect.closeTo(0.4842, 4),
      standardError: expect.closeTo(0.138, 4),
    })
    expect(kappa(table, linear)).toEqual({
      value: expect.closeTo(0.4701, 4),
      standardError: expect.closeTo(0.1457, 4),
    })
  })

  it('are those of Fleiss, Levin and Paik’s 100 diagnoses: κ 0.68 with a standard error of 0.087', () => {
    // Statistical Methods for Rates and Proportions, 3rd ed. 2003, table 18.1.
    const table = [
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ]
    expect(kappa(table, unweighted)).toEqual({
      value: expect.closeTo(0.676, 3),
      standardError: expect.closeTo(0.088, 3),
    })
  })

  it('are what R’s irr gives for its data of two raters of 20 people’s anxiety', () => {
    const second = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]
    const third = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2]
    const rated = second.map((answer, index) => ({
      person: String(index),
      first: String(answer),
      second: String(third[index]),
    }))
    // That no one answered 5 makes no gap between 4 and 6 for irr.
    const counts = countsOf(rated, ['1', '2', '3', '4', '6'])
    expect(kappa(counts, unweighted)?.value).toBeCloseTo(-0.006289308, 7)
    expect(kappa(counts, linear)?.value).toBeCloseTo(0.1459075, 7)
    expect(kappa(counts, quadratic)?.value).toBeCloseTo(0.2520325, 7)
  })
})
