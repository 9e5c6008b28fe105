import { createHash } from 'node:crypto'
import type { Classifier } from './classifier.ts'
import { codebase } from './classifiers/codebase.ts'
import { decisions } from './classifiers/decisions.ts'
import { expertise } from './classifiers/expertise.ts'
import { failureSignal } from './classifiers/failure-signal.ts'
import { occupationUser } from './classifiers/occupation-user.ts'
import { occupationWork } from './classifiers/occupation-work.ts'
import { outcome } from './classifiers/outcome.ts'
import { successSignal } from './classifiers/success-signal.ts'
import { taskValue } from './classifiers/task-value.ts'
import { workMode } from './classifiers/work-mode.ts'
import type { ClassifierId } from './labels.ts'

/** Everything that is asked of a session. A new version of any classifier makes a new version of the codebook. */
export const codebook = {
  version: '2',
  classifiers: {
    work_mode: workMode,
    codebase,
    decisions,
    expertise,
    occupation_user: occupationUser,
    occupation_work: occupationWork,
    outcome,
    success_signal: successSignal,
    failure_signal: failureSignal,
    task_value: taskValue,
  },
} as const satisfies {
  readonly version: string
  readonly classifiers: { readonly [C in ClassifierId]: Classifier<C> }
}

/** The classifiers in the order in which they are asked. */
export const classifiers: readonly Classifier[] = Object.values(codebook.classifiers)

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** SHA-256, in hex, of all that an annotator is shown of a classifier. Its version is no part of it. */
export function promptHash({ id, question, options, mayNotUse, output, answer }: Classifier): string {
  return sha256(JSON.stringify([id, question, options ?? null, mayNotUse, output, answer]))
}

/** SHA-256, in hex, of the prompt hashes of all classifiers: names what a whole answer was given to. */
export function codebookHash(): string {
  return sha256(classifiers.map(promptHash).join('\n'))
}
