import { codebases, socMajorGroups, workModeGroups, workModes } from '@fieldwork/codebook'
import type { Condition, FactColumn } from './metric.ts'
import type { MetricId } from './metrics.ts'

/** A filter, up to three dimensions, and the metrics computed in each of their cells. */
export type Cohort = {
  readonly id: string
  readonly title: string
  readonly dimensions: readonly FactColumn[]
  readonly metrics: readonly MetricId[]
  readonly filter: readonly Condition[]
}

const workMode: readonly MetricId[] = workModes.map((mode) => `workMode.${mode}` as const)
const workModeGroup: readonly MetricId[] = workModeGroups.map((group) => `workModeGroup.${group}` as const)
const codebase: readonly MetricId[] = codebases.map((option) => `codebase.${option}` as const)
const occupation: readonly MetricId[] = socMajorGroups.map((group) => `occupationUser.${group}` as const)
const intensity: readonly MetricId[] = ['turns', 'actionsPerTurn', 'wordsPerTurn']
const decisions: readonly MetricId[] = ['userPlanningShare', 'userExecutionShare']
const outcome: readonly MetricId[] = [
  'verifiedSuccess',
  'atLeastPartial',
  'hitTrouble',
  'troubled.verifiedSuccess',
  'troubled.atLeastPartial',
  'troubled.abandoned',
]

/** The cohorts that the aggregator keeps ready: those of the study. */
export const cohorts: readonly Cohort[] = [
  {
    id: 'overall',
    title: 'All sessions',
    dimensions: [],
    metrics: [
      'sessions',
      ...workModeGroup,
      ...workMode,
      ...codebase,
      ...decisions,
      ...intensity,
      ...outcome,
      'noClearGoal',
      'wroteCode',
      'occupationInferred',
      'softwareUser',
      ...occupation,
    ],
    filter: [],
  },
  {
    id: 'work_mode_by_month',
    title: 'Work mode by month',
    dimensions: ['month'],
    metrics: ['sessions', ...workModeGroup, ...workMode],
    filter: [],
  },
  {
    id: 'expertise_by_outcome',
    title: 'Outcome by expertise',
    dimensions: ['expertise'],
    metrics: ['sessions', ...outcome],
    filter: [{ column: 'expertise', present: true }],
  },
  {
    id: 'decisions_by_work_mode',
    title: 'Who decides, by work mode',
    dimensions: ['workMode'],
    metrics: ['sessions', ...decisions],
    filter: [{ column: 'workMode', present: true }],
  },
  {
    id: 'intensity_by_expertise',
    title: 'Intensity by expertise',
    dimensions: ['expertise'],
    metrics: ['sessions', ...intensity],
    filter: [{ column: 'expertise', present: true }],
  },
  {
    id: 'outcome_by_occupation',
    title: 'Outcome by the user’s occupation',
    dimensions: ['occupationUser'],
    metrics: ['sessions', 'verifiedSuccess', 'atLeastPartial'],
    filter: [{ column: 'occupationUser', present: true }],
  },
  {
    id: 'outcome_by_software_user',
    title: 'Outcome, software users and others',
    dimensions: ['softwareUser'],
    metrics: ['sessions', 'verifiedSuccess', 'atLeastPartial'],
    filter: [{ column: 'softwareUser', present: true }],
  },
]
