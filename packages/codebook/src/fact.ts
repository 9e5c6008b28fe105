import type { LabelValues, Outcome, WorkMode } from './labels.ts'

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
  readonly workModeGroup: 'code' | 'operate' | 'planOrExplore' | 'analyseOrWrite' | null
  readonly codebase: LabelValues['codebase'] | null
  /** 1 to 5; null where unclear or not answered. */
  readonly expertise: number | null
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
