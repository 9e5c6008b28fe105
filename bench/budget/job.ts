import type { BudgetOptions } from '@fieldwork/budget'

/** What a worker process of this benchmark is told. */
export type Job = {
  readonly name: string
  readonly simulatorUrl: string
  /** Where the budget is shared; null for the SDK's own retries alone. */
  readonly shared: { readonly backend: 'postgres' | 'redis'; readonly url: string } | null
  readonly limits: BudgetOptions['limits']
  readonly burst?: number
  readonly pace?: number
  readonly sessionsAtOnce: number
}

export const VARIABLE = 'FIELDWORK_BENCH_BUDGET'
export const API_KEY = 'bench'
