import type { ClassifierId, labelValues } from './labels.ts'

export type Option = { readonly id: string; readonly definition: string }

/**
 * One question asked of one session. All members but `version` are what an annotator is shown: changing any of them
 * changes what the labels mean, so it takes a new `version`.
 */
export type Classifier<C extends ClassifierId = ClassifierId> = {
  readonly id: C
  readonly version: string
  readonly question: string
  readonly options?: readonly Option[]
  /** What the answer may not rest on, one sentence each. */
  readonly mayNotUse: readonly string[]
  /** How the answer is written down, as a member of `answerSchema`. */
  readonly output: string
  /** TypeBox schema of the label that the answer becomes. */
  readonly answer: (typeof labelValues)[C]
}

/** The output of a classifier that is answered with one of its options. */
export const oneOption = 'Answer with the id of exactly one option, as `option`.'

/** A cut says nothing about the session (codebook: the unit). */
export const noCut = 'A marker that says text was cut: it is evidence of nothing.'
