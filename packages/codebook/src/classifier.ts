import type { ClassifierId, labelValues } from './labels.ts'

export type Option = { readonly id: string; readonly definition: string }

/**
 * One question asked of one session. `question`, `options` and `answer` are what an annotator is shown: changing any
 * of them changes what the labels mean, so it takes a new `version`.
 */
export type Classifier<C extends ClassifierId = ClassifierId> = {
  readonly id: C
  readonly version: string
  readonly question: string
  readonly options?: readonly Option[]
  /** TypeBox schema of the answer. */
  readonly answer: (typeof labelValues)[C]
}
