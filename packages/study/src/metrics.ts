import {
  type Condition,
  type FactColumn,
  interactive,
  type Metric,
  meanShare,
  present,
  share,
  typicalRatio,
} from './metric.ts'
import {
  codebaseMetrics,
  occupationMetrics,
  workModeGroupMetrics,
  workModeMetrics,
} from './option-metrics.ts'

const isTrue = (title: string, column: FactColumn, ...eligible: readonly Condition[]) =>
  share(title, { column, equals: true }, ...eligible)

const troubled: Condition = { column: 'hitTrouble', equals: true }

/** Every metric there is: what it measures, who is eligible, how it is summarised. */
export const metrics = {
  sessions: {
    title: 'Sessions',
    unit: 'sessions',
    summary: 'count',
    value: { condition: interactive },
    eligible: [interactive],
  },
  ...workModeGroupMetrics,
  ...workModeMetrics,
  ...codebaseMetrics,
  userPlanningShare: meanShare('Planning decisions made by the user', 'userPlanningShare'),
  userExecutionShare: meanShare('Execution decisions made by the user', 'userExecutionShare'),
  turns: {
    title: 'Turns per session, typical',
    unit: 'turns',
    summary: 'geometricMean',
    value: { column: 'turns' },
    eligible: [interactive, { column: 'turns', above: 0 }],
  },
  actionsPerTurn: typicalRatio('Actions per turn, typical', 'actions per turn', ['actions', 'turns']),
  wordsPerTurn: typicalRatio('Agent’s words per turn, typical', 'words per turn', ['agentWords', 'turns']),
  verifiedSuccess: isTrue('Verified success', 'verifiedSuccess'),
  atLeastPartial: isTrue('At least partial success', 'atLeastPartial'),
  noClearGoal: share('No clear goal', { column: 'outcome', equals: 'no_clear_goal' }),
  hitTrouble: isTrue('Hit trouble', 'hitTrouble'),
  'troubled.verifiedSuccess': isTrue('In trouble: verified success', 'verifiedSuccess', troubled),
  'troubled.atLeastPartial': isTrue('In trouble: at least partial success', 'atLeastPartial', troubled),
  'troubled.abandoned': isTrue('In trouble: abandoned', 'abandoned', troubled),
  wroteCode: isTrue('Wrote code', 'wroteCode'),
  occupationInferred: {
    title: 'Occupation inferred',
    unit: 'share',
    summary: 'share',
    value: { condition: present('occupationUser') },
    eligible: [interactive],
  },
  softwareUser: isTrue('Software users, of those with an occupation', 'softwareUser'),
  ...occupationMetrics,
} satisfies Record<string, Metric>

export type MetricId = keyof typeof metrics

/** Whether there is a metric of this id. */
export function isMetricId(id: string): id is MetricId {
  return Object.hasOwn(metrics, id)
}
