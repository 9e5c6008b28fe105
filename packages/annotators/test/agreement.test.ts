import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { localFigures, localModels } from '../src/index.ts'
import { agreementOf, shareAgreementOf, weightedKappaOf } from '../src/local/agreement.ts'
import { hasReferenceLabels } from '../src/local/reference-labels.ts'
import { type Example, readExamples } from '../src/local/training/examples.ts'
import { fittedAgreement } from '../src/local/training/train.ts'
import { trainRegressions } from '../src/local/training/train-models.ts'
import { vocabularyOf } from '../src/local/training/vocabulary.ts'

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

  test('of ordinals weighs how far apart they are, by the square', () => {
    // 1 less the observed squares (1) over those by chance (9 in 9 pairings, so 3 in 3).
    const pairs = [
      ['1', '1'],
      ['2', '2'],
      ['3', '2'],
    ] as const
    expect(weightedKappaOf(pairs)).toBe(0.667)
    expect(weightedKappaOf([['1', '1']])).toBeNull()
    expect(weightedKappaOf([...pairs, ['unclear', '3']])).toBe(0.667)
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

describe('the figures that are shipped', () => {
  const { all, heldOut, decidedBy } = localFigures

  test('name their date, their sessions and their repositories', () => {
    expect(localFigures.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(all.sessions).toBeGreaterThan(heldOut.sessions)
    expect(all.repositories).toBeGreaterThan(heldOut.repositories)
  })

  test('are better than the commonest answer on repositories that were held out', () => {
    for (const id of ['work_mode', 'success_signal', 'failure_signal', 'expertise']) {
      const one = heldOut.classifiers[id]?.annotator
      expect(one?.exact, id).toBeGreaterThan(one?.majorityShare ?? 1)
      expect(one?.kappa, id).toBeGreaterThan(0.2)
    }
  })

  test('show the rules answering wherever the models do not agree better with the labels by 0.03', () => {
    for (const [id, by] of Object.entries(decidedBy)) {
      const { models, rules } = all.classifiers[id] ?? {}
      const kappa = (one: typeof models) => one?.weightedKappa ?? one?.kappa ?? 0
      expect(by, id).toBe(kappa(models) - kappa(rules) >= 0.03 ? 'model' : 'rules')
    }
  })

  // Without the labelled sessions beside the repository there is nothing to measure.
  describe.skipIf(!hasReferenceLabels(shared))('against the labelled sessions', () => {
    let labelled: readonly Example[] = []
    beforeAll(() => {
      labelled = readExamples(shared)
    })

    test('are what the shipped models give now on the sessions that they were trained on', () => {
      expect(fittedAgreement(localModels, labelled)).toEqual(localFigures.fitted)
    })

    test('are what the rules give now', () => {
      for (const [id, { rules }] of Object.entries(all.classifiers)) {
        const pairs = labelled.flatMap((example): [string, string][] => {
          const answers: Record<string, unknown> = example.rules
          const reference: Record<string, unknown> = example.reference
          return answers[id] === undefined ? [] : [[String(answers[id]), String(reference[id])]]
        })
        expect(rules, id).toMatchObject(agreementOf(pairs))
      }
    })

    test('come of a training that gives the same again', () => {
      const some = labelled.slice(0, 60)
      const base = { date: '2026-01-01', script: 'x', labels: 'y', seed: 1 }
      const choose = () => trainRegressions(some, base)
      expect(JSON.stringify(choose())).toBe(JSON.stringify(choose()))
    })

    test('leave words out that are not plain English or common in the trade', () => {
      const vocabulary = vocabularyOf(labelled)
      expect(vocabulary.length).toBeLessThanOrEqual(300)
      for (const word of vocabulary) expect(word).toMatch(/^(person|agent):[a-z]{3,14}$/)
    })
  })
})
