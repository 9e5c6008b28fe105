import {
  type ClassifierId,
  classifiers,
  type InvalidAnswer,
  type Posting,
  type QuestionId,
} from '@fieldwork/codebook'
import type { RecordedAnswer, Step } from './ports.ts'

/** `faithful` asks one question a call, as the study did; `frugal` asks all in one. */
export type Strategy = 'faithful' | 'frugal'

/** What is to be asked next of one step. */
export type Ask = {
  readonly step: Step
  readonly attempt: 1 | 2
  readonly asked: readonly QuestionId[]
  /** Why the answers of the first attempt were of no use. */
  readonly faults: readonly InvalidAnswer[]
  /** The first attempt ended at its longest answer. */
  readonly truncated: boolean
  /** What is priced, where that is all that is asked. */
  readonly posting?: Posting
}

/** The steps that ask of the transcript, with their questions. The price of a posting comes after them. */
function transcriptSteps(strategy: Strategy): readonly { step: Step; questions: readonly QuestionId[] }[] {
  const ids = classifiers.map(({ id }) => id)
  if (strategy === 'frugal') return [{ step: 'all', questions: ids }]
  const steps = ids.map((id) => (id === 'task_value' ? 'task_value.posting' : id))
  return steps.map((id) => ({ step: id, questions: [id] }))
}

/** The steps on which the label of a classifier rests. */
export function stepsOf(strategy: Strategy, classifier: ClassifierId): readonly Step[] {
  if (strategy === 'frugal') return ['all']
  return classifier === 'task_value' ? ['task_value.posting', 'task_value.price'] : [classifier]
}

export function strategyOf(answered: readonly RecordedAnswer[]): Strategy {
  return answered.some(({ step }) => step === 'all') ? 'frugal' : 'faithful'
}

/** What is left to ask of a session: every step once, and once more for what was not answered validly. */
export function nextAsks(strategy: Strategy, answered: readonly RecordedAnswer[]): readonly Ask[] {
  const asks = transcriptSteps(strategy).flatMap(({ step, questions }) => nextAsk(step, questions, answered))
  const posting = postingOf(answered)
  if (strategy === 'frugal' || posting === undefined) return asks
  const prices = nextAsk('task_value.price', ['task_value.price'], answered)
  return [...asks, ...prices.map((ask) => ({ ...ask, posting }))]
}

/** The posting that an answer to the first step of the value of the task holds. */
export function postingOf(answered: readonly RecordedAnswer[]): Posting | undefined {
  for (const { answer } of answered) {
    if (answer.kind === 'answered' && answer.answered.posting !== undefined) return answer.answered.posting
  }
  return undefined
}

function nextAsk(step: Step, questions: readonly QuestionId[], answered: readonly RecordedAnswer[]): Ask[] {
  const [first, ...later] = answered.filter((record) => record.step === step)
  if (first === undefined) return [{ step, attempt: 1, asked: questions, faults: [], truncated: false }]
  if (later.length > 0 || first.attempt === 2) return []
  const faults = faultsOf(first, questions)
  if (faults.length === 0) return []
  const { answer } = first
  return [
    {
      step,
      attempt: 2,
      asked: faults.map(({ question }) => question),
      faults,
      truncated: answer.kind === 'failed' && answer.reason === 'answer_truncated',
    },
  ]
}

function faultsOf({ answer }: RecordedAnswer, questions: readonly QuestionId[]): readonly InvalidAnswer[] {
  if (answer.kind === 'answered') return answer.invalid
  return questions.map((question) => ({ question, detail: answer.detail }))
}
