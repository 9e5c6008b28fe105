import { type ClassifierId, codebook, type LabelValues } from '@fieldwork/codebook'
import type { Label } from './annotator.ts'

const isClassifierId = (id: string): id is ClassifierId => Object.hasOwn(codebook.classifiers, id)

/** The labels of one session: one for each classifier that was answered. `confidence` is 0 to 1. */
export function labelsOf(
  values: LabelValues,
  confidence: { readonly [C in ClassifierId]?: number } = {},
): Label[] {
  return Object.keys(values)
    .filter(isClassifierId)
    .flatMap((classifier) => {
      const value = values[classifier]
      if (value === undefined) return []
      const { version } = codebook.classifiers[classifier]
      return [{ classifier, classifierVersion: version, value, confidence: confidence[classifier] ?? null }]
    })
}
