import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { localAgreement } from '../src/index.ts'
import { agreementOf, shareAgreementOf } from '../src/local/agreement.ts'
import { measureAgreement } from '../src/local/measure-agreement.ts'
import { hasReferenceLabels, readReferenceLabels } from '../src/local/reference-labels.ts'

const shared = path.resolve(import.meta.dirname, '../../../../shared')

describe('agreement', () => {
  test('of a known table is Cohen’s kappa', () => {
    // 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5.
    const times = (count: number, a: string, b: string) =>
      Array.from({ length: count }, () => [a, b] as const)
    const pairs = [
      ...times(20, 'y', 'y'),
      ...times(5, 'y', 'n'),
      ...times(10, 'n', 'y'),
      ...times(15, 'n', 'n'),
    ]
    expect(agreementOf(pairs)).toEqual({ n: 50, exact: 0.7, withinOne: null, kappa: 0.4, majorityShare: 0.6 })
  })

  test('of numbers counts those one step apart, leaving out what is no number', () => {
    expect(
      agreementOf([
        ['1', '2'],
        ['1', '4'],
        ['unclear', '3'],
      ]),
    ).toMatchObject({ n: 3, withinOne: 0.5 })
  })

  test('has no kappa where there is nothing to disagree about', () => {
    expect(agreementOf([['a', 'a']])).toMatchObject({ exact: 1, kappa: null })
    expect(agreementOf([])).toMatchObject({ n: 0, exact: 0, majorityShare: 0 })
  })

  test('of shares is their correlation', () => {
    expect(
      shareAgreementOf([
        [0, 0.2],
        [0.5, 0.6],
        [1, 1],
      ]),
    ).toEqual({ n: 3, correlation: 1, mean: 0.5, referenceMean: 0.6 })
    expect(
      shareAgreementOf([
        [1, 0.2],
        [1, 0.6],
      ]),
    ).toMatchObject({ correlation: null })
  })
})

describe('the agreement that is shipped', () => {
  test('names its date and its sessions', () => {
    expect(localAgreement.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(localAgreement.all.sessions).toBeGreaterThan(localAgreement.heldOut.sessions)
  })

  test('is better than the commonest answer on repositories that were held out', () => {
    const { work_mode, success_signal, failure_signal, expertise } = localAgreement.heldOut.classifiers
    for (const one of [work_mode, success_signal, failure_signal, expertise]) {
      expect(one.exact).toBeGreaterThan(one.majorityShare)
      expect(one.kappa).toBeGreaterThan(0.2)
    }
  })

  // Without the labelled sessions beside the repository there is nothing to measure.
  describe.skipIf(!hasReferenceLabels(shared))('against the labelled sessions', () => {
    test('is what they give now', () => {
      const { date, annotator, ...measured } = localAgreement
      expect(measureAgreement(readReferenceLabels(shared))).toEqual(measured)
    })
  })
})
