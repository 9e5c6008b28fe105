import { measure } from '@fieldwork/sessions'
import { type Observation, observe } from '../model/observe.ts'
import { type ReferenceLabel, readReferenceLabels } from '../reference-labels.ts'

/** One labelled session as the models see it. */
export type Example = Observation & { readonly repo: string; readonly reference: ReferenceLabel }

/** The labelled sessions, in the order of their ids. */
export function readExamples(shared: string): Example[] {
  return readReferenceLabels(shared)
    .map(({ session, reference }) => ({
      ...observe(session, measure(session)),
      repo: reference.repo,
      reference,
    }))
    .sort((a, b) => (a.reference.id < b.reference.id ? -1 : 1))
}
