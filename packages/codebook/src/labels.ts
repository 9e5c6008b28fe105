import { type Static, Type } from 'typebox'

export const workModes = [
  'build',
  'fix',
  'test',
  'orchestrate',
  'operate',
  'understand',
  'plan',
  'analyse',
  'write',
] as const
export const workModeGroups = ['code', 'operate', 'planOrExplore', 'analyseOrWrite'] as const
export const codebases = ['modify_existing', 'explore_existing', 'from_scratch', 'none'] as const
export const expertiseLevels = ['novice', 'beginner', 'intermediate', 'advanced', 'expert'] as const
export const outcomes = ['succeeded', 'partially', 'failed', 'no_clear_goal'] as const
/** The 23 major groups of the Standard Occupational Classification (US Bureau of Labor Statistics, 2018). */
export const socMajorGroups = [
  '11-0000',
  '13-0000',
  '15-0000',
  '17-0000',
  '19-0000',
  '21-0000',
  '23-0000',
  '25-0000',
  '27-0000',
  '29-0000',
  '31-0000',
  '33-0000',
  '35-0000',
  '37-0000',
  '39-0000',
  '41-0000',
  '43-0000',
  '45-0000',
  '47-0000',
  '49-0000',
  '51-0000',
  '53-0000',
  '55-0000',
] as const

export const Decision = Type.Object(
  { kind: Type.Enum(['planning', 'execution']), by: Type.Enum(['user', 'agent']), what: Type.String() },
  { additionalProperties: false },
)
export const TaskValue = Type.Object(
  { title: Type.String(), usd: Type.Number() },
  { additionalProperties: false },
)

/** What each classifier answers. The key is the classifier's id. */
export const labelValues = {
  work_mode: Type.Enum([...workModes]),
  codebase: Type.Enum([...codebases]),
  decisions: Type.Array(Decision),
  expertise: Type.Enum(['1', '2', '3', '4', '5', 'unclear']),
  occupation_user: Type.Enum([...socMajorGroups, 'unclear']),
  occupation_work: Type.Enum([...socMajorGroups]),
  outcome: Type.Enum([...outcomes]),
  success_signal: Type.Enum(['0', '1', '2', '3', '4', '5']),
  failure_signal: Type.Enum(['0', '1', '2', '3', '4', '5']),
  task_value: TaskValue,
} as const

export type ClassifierId = keyof typeof labelValues

/** The classifiers whose answer is one option; the others answer with a record. */
export const optionClassifiers = [
  'work_mode',
  'codebase',
  'expertise',
  'occupation_user',
  'occupation_work',
  'outcome',
  'success_signal',
  'failure_signal',
] as const satisfies readonly ClassifierId[]
export type LabelValue<C extends ClassifierId> = Static<(typeof labelValues)[C]>
/** The answers about one session. A classifier that is absent was not answered: the annotator could not tell. */
export type LabelValues = { readonly [C in ClassifierId]?: LabelValue<C> }
export type Decision = Static<typeof Decision>
export type TaskValue = Static<typeof TaskValue>
export type WorkMode = (typeof workModes)[number]
export type Outcome = (typeof outcomes)[number]
export type WorkModeGroup = (typeof workModeGroups)[number]
