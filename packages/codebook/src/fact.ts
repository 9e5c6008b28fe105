import type { Telemetry } from '@fieldwork/sessions'
import type { Decision, LabelValue, LabelValues, Outcome, WorkMode, WorkModeGroup } from './labels.ts'

/** What the labels and counts of one session say, flat: the row from which every cohort is computed. */
export type Fact = {
  readonly month: string | null
  readonly headless: boolean
  readonly agent: string | null
  readonly entrypoint: string | null
  readonly mainModel: string | null
  readonly turns: number
  readonly actions: number
  readonly actionsFailed: number | null
  readonly agentWords: number | null
  readonly linesAdded: number | null
  readonly linesRemoved: number | null
  readonly filesTouched: number | null
  readonly interruptions: number | null
  readonly steers: number | null
  readonly modelCalls: number | null
  readonly workMode: WorkMode | null
  readonly workModeGroup: WorkModeGroup | null
  readonly codebase: LabelValue<'codebase'> | null
  /** 1 to 5; null where unclear or not answered. */
  readonly expertise: number | null
  /** Null where unclear or not answered. */
  readonly occupationUser: string | null
  readonly occupationWork: string | null
  readonly outcome: Outcome | null
  readonly successSignal: number | null
  readonly failureSignal: number | null
  readonly taskValueUsd: number | null
  readonly userPlanningShare: number | null
  readonly userExecutionShare: number | null
  /** Null where there is no clear goal or the outcome is not answered, as are the outcome measures that follow. */
  readonly verifiedSuccess: boolean | null
  readonly atLeastPartial: boolean | null
  readonly hitTrouble: boolean | null
  /** Null unless the session hit trouble. */
  readonly abandoned: boolean | null
  readonly wroteCode: boolean | null
  readonly softwareUser: boolean | null
}

const groupOf: Readonly<Record<WorkMode, WorkModeGroup>> = {
  build: 'code',
  fix: 'code',
  test: 'code',
  orchestrate: 'code',
  operate: 'operate',
  understand: 'planOrExplore',
  plan: 'planOrExplore',
  analyse: 'analyseOrWrite',
  write: 'analyseOrWrite',
}

/** Share of decisions above which they are kept or taken (codebook: decisions). */
const MOST = 0.8

/** Whether the user keeps execution: decides more than 0.8 of it. Null where no decision was one of execution. */
export function userKeepsExecution({ userExecutionShare }: Pick<Fact, 'userExecutionShare'>): boolean | null {
  return userExecutionShare === null ? null : userExecutionShare > MOST
}

/** Whether the agent takes planning: decides more than 0.8 of it. Null where no decision was one of planning. */
export function agentTakesPlanning({ userPlanningShare }: Pick<Fact, 'userPlanningShare'>): boolean | null {
  return userPlanningShare === null ? null : 1 - userPlanningShare > MOST
}

/** Tiers from which a signal is hard evidence (codebook: verified success, hit trouble). */
const VERIFIED = 4
const TROUBLE = 3

/**
 * The fact of one session from its counts and its answers: every derived measure of the codebook. What cannot be
 * known is null: a classifier not answered, an answer of unclear, a count that the source does not carry.
 */
export function deriveFact(telemetry: Telemetry, values: LabelValues): Fact {
  return {
    month: telemetry.month,
    headless: telemetry.headless,
    agent: telemetry.agent,
    entrypoint: telemetry.entrypoint,
    mainModel: telemetry.mainModel,
    turns: telemetry.turns,
    actions: telemetry.actions,
    actionsFailed: telemetry.actionsFailed,
    agentWords: telemetry.agentWords,
    linesAdded: telemetry.linesAdded,
    linesRemoved: telemetry.linesRemoved,
    filesTouched: telemetry.filesTouched,
    interruptions: telemetry.interruptions,
    steers: telemetry.steers,
    modelCalls: telemetry.modelCalls,
    workMode: values.work_mode ?? null,
    workModeGroup: values.work_mode === undefined ? null : groupOf[values.work_mode],
    codebase: values.codebase ?? null,
    expertise: level(values.expertise),
    occupationUser: clear(values.occupation_user),
    occupationWork: values.occupation_work ?? null,
    outcome: values.outcome ?? null,
    successSignal: level(values.success_signal),
    failureSignal: level(values.failure_signal),
    taskValueUsd: values.task_value?.usd ?? null,
    userPlanningShare: userShare(values.decisions, 'planning'),
    userExecutionShare: userShare(values.decisions, 'execution'),
    ...outcomeMeasures(telemetry.linesAdded, values),
    wroteCode: telemetry.linesAdded === null ? null : telemetry.linesAdded > 0,
    softwareUser: clear(values.occupation_user) === null ? null : values.occupation_user === '15-0000',
  }
}

type OutcomeMeasures = Pick<Fact, 'verifiedSuccess' | 'atLeastPartial' | 'hitTrouble' | 'abandoned'>

/** What follows from the outcome and the two signals; `abandoned` also from the lines added. */
export function outcomeMeasures(
  linesAdded: number | null,
  values: Pick<LabelValues, 'outcome' | 'success_signal' | 'failure_signal'>,
): OutcomeMeasures {
  const { outcome } = values
  if (outcome === undefined || outcome === 'no_clear_goal') {
    return { verifiedSuccess: null, atLeastPartial: null, hitTrouble: null, abandoned: null }
  }
  const success = level(values.success_signal)
  const failure = level(values.failure_signal)
  const succeeded = outcome === 'succeeded'
  const hitTrouble = failure === null ? null : failure >= TROUBLE
  return {
    // What did not succeed is no verified success, whatever its signal, even one that was not answered.
    verifiedSuccess: succeeded ? (success === null ? null : success >= VERIFIED) : false,
    atLeastPartial: succeeded || outcome === 'partially',
    hitTrouble,
    abandoned: hitTrouble === true ? isAbandoned(outcome, linesAdded) : null,
  }
}

function isAbandoned(outcome: Outcome, linesAdded: number | null): boolean | null {
  if (outcome !== 'failed') return false
  return linesAdded === null ? null : linesAdded === 0
}

const level = (answer: string | undefined) =>
  answer === undefined || answer === 'unclear' ? null : Number(answer)

const clear = (answer: string | undefined) => (answer === 'unclear' ? null : (answer ?? null))

type MadeBy = Pick<Decision, 'kind' | 'by'>

/** The share of the decisions of one kind that the user made, null where there is none of that kind. */
export function userShare(decisions: readonly MadeBy[] | undefined, kind: Decision['kind']): number | null {
  const ofKind = (decisions ?? []).filter((decision) => decision.kind === kind)
  if (ofKind.length === 0) return null
  return ofKind.filter(({ by }) => by === 'user').length / ofKind.length
}
