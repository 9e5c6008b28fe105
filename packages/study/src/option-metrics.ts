import {
  type codebases,
  codebook,
  type socMajorGroups,
  type workModeGroups,
  type workModes,
} from '@fieldwork/codebook'
import { type FactColumn, type Metric, share } from './metric.ts'

// One share per option of a classifier, named `<column>.<option>`. Written out, so that the compiler knows every id and
// misses none.
type OptionMetrics<C extends FactColumn, Options extends readonly string[]> = Record<
  `${C}.${Options[number]}`,
  Metric
>

const group = (title: string, equals: (typeof workModeGroups)[number]) =>
  share(title, { column: 'workModeGroup', equals })
const mode = (title: string, equals: (typeof workModes)[number]) =>
  share(title, { column: 'workMode', equals })
const codebase = (title: string, equals: (typeof codebases)[number]) =>
  share(title, { column: 'codebase', equals })

const occupationTitles = new Map(
  codebook.classifiers.occupation_user.options?.map(({ id, definition }) => [id, definition]),
)
const occupation = (equals: (typeof socMajorGroups)[number]) =>
  share(occupationTitles.get(equals) ?? equals, { column: 'occupationUser', equals })

export const workModeGroupMetrics = {
  'workModeGroup.code': group('Code', 'code'),
  'workModeGroup.operate': group('Operate', 'operate'),
  'workModeGroup.planOrExplore': group('Plan or explore', 'planOrExplore'),
  'workModeGroup.analyseOrWrite': group('Analyse or write', 'analyseOrWrite'),
} satisfies OptionMetrics<'workModeGroup', typeof workModeGroups>

export const workModeMetrics = {
  'workMode.build': mode('Build', 'build'),
  'workMode.fix': mode('Fix', 'fix'),
  'workMode.test': mode('Test', 'test'),
  'workMode.orchestrate': mode('Orchestrate', 'orchestrate'),
  'workMode.operate': mode('Operate', 'operate'),
  'workMode.understand': mode('Understand', 'understand'),
  'workMode.plan': mode('Plan', 'plan'),
  'workMode.analyse': mode('Analyse', 'analyse'),
  'workMode.write': mode('Write', 'write'),
} satisfies OptionMetrics<'workMode', typeof workModes>

export const codebaseMetrics = {
  'codebase.modify_existing': codebase('Modify an existing codebase', 'modify_existing'),
  'codebase.explore_existing': codebase('Explore an existing codebase', 'explore_existing'),
  'codebase.from_scratch': codebase('Start from scratch', 'from_scratch'),
  'codebase.none': codebase('No codebase', 'none'),
} satisfies OptionMetrics<'codebase', typeof codebases>

export const occupationMetrics = {
  'occupationUser.11-0000': occupation('11-0000'),
  'occupationUser.13-0000': occupation('13-0000'),
  'occupationUser.15-0000': occupation('15-0000'),
  'occupationUser.17-0000': occupation('17-0000'),
  'occupationUser.19-0000': occupation('19-0000'),
  'occupationUser.21-0000': occupation('21-0000'),
  'occupationUser.23-0000': occupation('23-0000'),
  'occupationUser.25-0000': occupation('25-0000'),
  'occupationUser.27-0000': occupation('27-0000'),
  'occupationUser.29-0000': occupation('29-0000'),
  'occupationUser.31-0000': occupation('31-0000'),
  'occupationUser.33-0000': occupation('33-0000'),
  'occupationUser.35-0000': occupation('35-0000'),
  'occupationUser.37-0000': occupation('37-0000'),
  'occupationUser.39-0000': occupation('39-0000'),
  'occupationUser.41-0000': occupation('41-0000'),
  'occupationUser.43-0000': occupation('43-0000'),
  'occupationUser.45-0000': occupation('45-0000'),
  'occupationUser.47-0000': occupation('47-0000'),
  'occupationUser.49-0000': occupation('49-0000'),
  'occupationUser.51-0000': occupation('51-0000'),
  'occupationUser.53-0000': occupation('53-0000'),
  'occupationUser.55-0000': occupation('55-0000'),
} satisfies OptionMetrics<'occupationUser', typeof socMajorGroups>
