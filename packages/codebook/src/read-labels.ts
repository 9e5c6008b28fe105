import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type LabelValues, labelValues } from './labels.ts'

const someLabels = Compile(Type.Partial(Type.Object({ ...labelValues }, { additionalProperties: false })))

/**
 * The answers about one session from what was stored, by classifier. What the codebook does not have now, a classifier or
 * an answer of an older version, is left out.
 */
export function readLabels(stored: Readonly<Record<string, unknown>>): LabelValues {
  const known = Object.entries(stored).filter(([classifier, value]) =>
    someLabels.Check({ [classifier]: value }),
  )
  const labels = Object.fromEntries(known)
  return someLabels.Check(labels) ? labels : {}
}
