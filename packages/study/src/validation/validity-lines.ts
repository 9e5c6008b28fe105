import type { Fact, Outcome } from '@fieldwork/codebook'
import { type FactColumn, type Metric, share } from '../metric.ts'
import { metrics } from '../metrics.ts'
import type { PublishedValue } from '../published.ts'
import { publishedValidity } from './published-validity.ts'

/** What the lines below look at of a fact, besides whose it is. */
export const validityColumns = [
  'headless',
  'turns',
  'actions',
  'linesAdded',
  'filesTouched',
  'workModeGroup',
  'outcome',
  'successSignal',
  'failureSignal',
  'userPlanningShare',
  'userExecutionShare',
  'wroteCode',
] as const satisfies readonly FactColumn[]

export type ValidityFact = Pick<Fact, (typeof validityColumns)[number]> & { readonly person: string }

/** A line of the validation tables: a metric over the sessions `among`, beside the published figure of the same. */
export type ValidityLine = {
  readonly section: string
  readonly title: string
  readonly metric: Metric
  readonly among: (fact: ValidityFact) => boolean
  readonly published: PublishedValue | null
}

const tiers = [0, 1, 2, 3, 4, 5] as const

function bySignal(
  section: string,
  name: string,
  column: 'successSignal' | 'failureSignal',
  succeeded: Readonly<Partial<Record<number, PublishedValue>>>,
): readonly ValidityLine[] {
  const lines = (outcome: Outcome, title: string, published: typeof succeeded) =>
    tiers.map((tier) => ({
      section,
      title: `${title}, ${name} ${tier}`,
      metric: share(title, { column: 'outcome', equals: outcome }),
      // As everywhere, outcome measures leave out the sessions that have no clear goal.
      among: (fact: ValidityFact) => fact[column] === tier && fact.outcome !== 'no_clear_goal',
      published: published[tier] ?? null,
    }))
  return [
    ...lines('succeeded', 'Judged succeeded', succeeded),
    ...lines('partially', 'Judged partial', {}),
    ...lines('failed', 'Judged failed', {}),
  ]
}

const codeChange = share('Shows a code change', { column: 'filesTouched', above: 0 })

function codeChanges(
  group: Fact['workModeGroup'],
  name: string,
  published: PublishedValue | null,
): readonly ValidityLine[] {
  const section = 'Code changes, by work mode'
  const among = (fact: ValidityFact) => fact.workModeGroup === group
  return [
    { section, title: `A patch or a new file, ${name}`, metric: codeChange, among, published },
    { section, title: `A line of code added, ${name}`, metric: metrics.wroteCode, among, published: null },
  ]
}

/** From here on a share of decisions is nearly all of them (codebook: keeps execution, takes planning). */
const NEARLY_ALL = 0.8
const HARDLY_ANY = 0.2

function byDecisions(
  column: 'userPlanningShare' | 'userExecutionShare',
  name: string,
  published: Readonly<{ user?: PublishedValue; agent?: PublishedValue }>,
): readonly ValidityLine[] {
  const line = (
    title: string,
    holds: (userShare: number) => boolean,
    figure: PublishedValue | undefined,
  ): ValidityLine => ({
    section: 'Actions per turn, by who decides',
    title: `${name} ${title}`,
    metric: metrics.actionsPerTurn,
    among: (fact) => fact[column] !== null && holds(fact[column]),
    published: figure ?? null,
  })
  return [
    line('by the user, above 80 %', (user) => user > NEARLY_ALL, published.user),
    line('by both', (user) => user <= NEARLY_ALL && user >= HARDLY_ANY, undefined),
    line('by the agent, above 80 %', (user) => user < HARDLY_ANY, published.agent),
  ]
}

/** The study's tables on the validity of its labels, in its order. */
export const validityLines: readonly ValidityLine[] = [
  ...bySignal('Success signal against outcome', 'success signal', 'successSignal', {
    1: publishedValidity.succeededAtSuccessSignal1,
    5: publishedValidity.succeededAtSuccessSignal5,
  }),
  ...bySignal('Failure signal against outcome', 'failure signal', 'failureSignal', {
    1: publishedValidity.succeededAtFailureSignal1,
    5: publishedValidity.succeededAtFailureSignal5,
  }),
  ...codeChanges('code', 'code', publishedValidity.codeChangeWhereCode),
  ...codeChanges('operate', 'operate', null),
  ...codeChanges('planOrExplore', 'plan or explore', null),
  ...codeChanges('analyseOrWrite', 'analyse or write', null),
  ...byDecisions('userExecutionShare', 'Execution decided', {
    user: publishedValidity.actionsPerTurnUserKeepsExecution,
  }),
  ...byDecisions('userPlanningShare', 'Planning decided', {
    agent: publishedValidity.actionsPerTurnAgentTakesPlanning,
  }),
]
