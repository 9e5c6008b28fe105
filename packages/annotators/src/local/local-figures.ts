import type { StatedAgreement } from '@fieldwork/codebook'
import { Value } from 'typebox/value'
import document from './figures.json' with { type: 'json' }
import { type FiguresOver, LocalFigures } from './figures-schema.ts'

/**
 * Cross-validated agreement of the local annotator with reference labels of real sessions, as training measured it
 * (`training/train.ts`). `heldOut` is what to expect elsewhere: its rules were not made on those sessions either.
 */
export const localFigures: LocalFigures = Value.Parse(LocalFigures, document)

/** The annotator's own agreement, in the form in which a run states it. */
export function statedOf({ classifiers }: FiguresOver): StatedAgreement['classifiers'] {
  return Object.fromEntries(
    Object.entries(classifiers).map(([classifier, { annotator }]) => {
      const { n, exact, withinOne, kappa, majorityShare } = annotator
      return [classifier, { n, exact, withinOne, kappa, majorityShare }]
    }),
  )
}
