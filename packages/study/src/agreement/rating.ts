import { type Decision, type LabelValues, readLabels, type TaskValue } from '@fieldwork/codebook'

/** The answers about one session, without their texts, which nobody compares. */
export type ComparedLabels = Omit<LabelValues, 'decisions' | 'task_value'> & {
  readonly decisions?: readonly Pick<Decision, 'kind' | 'by'>[]
  readonly task_value?: Pick<TaskValue, 'usd'>
}

/** What one rater says of one session. To the classifiers in `unscorable` it gave no usable answer. */
export type Rating = { readonly labels: ComparedLabels; readonly unscorable: readonly string[] }

/** What two raters say of one session of a person. */
export type RatedTwice = { readonly person: string; readonly first: Rating; readonly second: Rating }

/**
 * A rating from labels as they are stored, by classifier. A value of null is unscorable; one that the codebook does not
 * have now counts as not answered.
 */
export function ratingOf(stored: Readonly<Record<string, unknown>>): Rating {
  const unscorable = Object.keys(stored).filter((classifier) => stored[classifier] === null)
  const { decisions, task_value, ...labels } = readLabels(stored)
  return {
    labels: {
      ...labels,
      ...(decisions === undefined ? {} : { decisions: decisions.map(({ kind, by }) => ({ kind, by })) }),
      ...(task_value === undefined ? {} : { task_value: { usd: task_value.usd } }),
    },
    unscorable,
  }
}
