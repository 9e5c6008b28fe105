import type { Classifier } from './classifier.ts'
import { posting, price } from './classifiers/task-value.ts'
import { classifiers } from './codebook.ts'
import type { ClassifierId } from './labels.ts'

/** What can be asked for itself: a classifier, or one of the two steps of the value of the task. */
export type QuestionId = ClassifierId | 'task_value.posting' | 'task_value.price'

export const questionIds: readonly QuestionId[] = [
  ...classifiers.map(({ id }) => id),
  'task_value.posting',
  'task_value.price',
]

/** The classifier that a question serves. */
export function classifierOf(id: QuestionId): ClassifierId {
  return id === 'task_value.posting' || id === 'task_value.price' ? 'task_value' : id
}

type Asked = Pick<Classifier, 'question' | 'options' | 'mayNotUse' | 'output'>

function askedBy(id: QuestionId): Asked {
  if (id === 'task_value.posting') return posting
  if (id === 'task_value.price') return price
  const found = classifiers.find((classifier) => classifier.id === id)
  if (found === undefined) throw new Error(`there is no classifier ${id}`)
  return found
}

/** All that is said of a question, as text: the question, its options, what may not be used. */
export function definitionText(id: QuestionId): string {
  const { question, options, mayNotUse } = askedBy(id)
  const choices = options?.map((option) => `- ${option.id}: ${option.definition}`).join('\n')
  const forbidden = `Do not use:\n${mayNotUse.map((use) => `- ${use}`).join('\n')}`
  return [question, choices, forbidden].filter((part) => part !== undefined).join('\n\n')
}

/** How the question is answered, as one line. */
export const outputText = (id: QuestionId): string => askedBy(id).output
