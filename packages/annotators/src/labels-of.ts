import { type ClassifierId, classifiers, codebook, type LabelValues, promptHash } from '@fieldwork/codebook'
import type { Label } from './annotator.ts'

const isClassifierId = (id: string): id is ClassifierId => Object.hasOwn(codebook.classifiers, id)

/** Made once: the local annotator labels thousands of sessions a second. */
const hashes = new Map(classifiers.map((classifier) => [classifier.id, promptHash(classifier)]))

/** The labels of one session by an annotator that goes by the codebook's own words: one for each classifier that was answered. `confidence` is 0 to 1. */
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
      return [
        {
          classifier,
          classifierVersion: version,
          value,
          confidence: confidence[classifier] ?? null,
          promptHash: hashes.get(classifier) ?? '',
        },
      ]
    })
}
