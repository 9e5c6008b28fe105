import {
  type ClassifierId,
  codebases,
  type Decision,
  outcomeMeasures,
  outcomes,
  socMajorGroups,
  userShare,
  workModes,
} from '@fieldwork/codebook'
import type { ComparedLabels } from './rating.ts'

/** What is compared of two ratings: an answer, or what follows from several. Undefined where it is not known. */
export type Measure<T> = {
  readonly id: string
  /** The classifiers whose answers it is made of. */
  readonly classifiers: readonly ClassifierId[]
  readonly of: (labels: ComparedLabels) => T | undefined
}
export type CategoryMeasure = Measure<string> & {
  readonly options: readonly string[]
  /** The options that are a step apart each, in their order; absent where they have none. */
  readonly levels?: readonly string[]
}

const tiers = ['0', '1', '2', '3', '4', '5']
const levels = ['1', '2', '3', '4', '5']
type OptionClassifier = Exclude<ClassifierId, 'decisions' | 'task_value'>

/** A measure derived from outcome and signals: not known without a clear goal. */
function derived(
  id: 'verifiedSuccess' | 'atLeastPartial' | 'hitTrouble',
  classifiers: readonly ClassifierId[],
): CategoryMeasure {
  const of = (labels: ComparedLabels) => outcomeMeasures(null, labels)[id]?.toString()
  return { id, classifiers, options: ['true', 'false'], of }
}

const answers = <C extends OptionClassifier>(
  id: C,
  options: readonly string[],
  levels?: readonly string[],
) => ({
  id,
  classifiers: [id],
  options,
  levels,
  of: (labels: ComparedLabels) => labels[id],
})

/** The classifiers whose answer is an option, and the derived measures that are true or false. */
export const categoryMeasures: readonly CategoryMeasure[] = [
  answers('work_mode', workModes),
  answers('codebase', codebases),
  answers('expertise', [...levels, 'unclear'], levels),
  answers('occupation_user', [...socMajorGroups, 'unclear']),
  answers('occupation_work', socMajorGroups),
  answers('outcome', outcomes),
  answers('success_signal', tiers, tiers),
  answers('failure_signal', tiers, tiers),
  derived('verifiedSuccess', ['outcome', 'success_signal']),
  derived('atLeastPartial', ['outcome']),
  derived('hitTrouble', ['outcome', 'failure_signal']),
]

const decided = (id: string, kind: Decision['kind']): Measure<number> => ({
  id,
  classifiers: ['decisions'],
  of: ({ decisions }) => userShare(decisions, kind) ?? undefined,
})

/** What `decisions` is compared by: the two shares that are derived from it. */
export const shareMeasures: readonly Measure<number>[] = [
  decided('userPlanningShare', 'planning'),
  decided('userExecutionShare', 'execution'),
]

/** Logarithms need a value above 0. */
export const taskValueMeasure: Measure<number> = {
  id: 'task_value',
  classifiers: ['task_value'],
  of: ({ task_value }) => (task_value !== undefined && task_value.usd > 0 ? task_value.usd : undefined),
}
