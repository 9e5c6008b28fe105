import type { Database } from './database.ts'
import type { TokenUsage } from './ledger.ts'

/** Calls by state, as the ledger has them. */
export type CallCounts = Readonly<Record<'reserved' | 'settled' | 'failed' | 'lost', number>>

/** What a run cost. Money in USD; tokens are those of settled calls. */
export type RunSpending = {
  readonly runId: number
  readonly settledUsd: number
  /** Estimates of the calls under way. */
  readonly reservedUsd: number
  readonly calls: CallCounts
  readonly tokens: TokenUsage
}

/** What a calendar month (UTC), such as `2026-11`, cost. */
export type MonthSpending = {
  readonly month: string
  readonly settledUsd: number
  readonly reservedUsd: number
}

const callsIn = (state: keyof CallCounts) => `'${state}', count(*) filter (where state = '${state}')`
const tokens = (kind: keyof TokenUsage, column: string) => `'${kind}', coalesce(sum(${column}), 0)`

/** What each run of a project cost for which a call was ever made, newest run first; or that of one run. */
export async function spendingByRun(
  database: Database,
  projectId: number,
  runId?: number,
): Promise<readonly RunSpending[]> {
  const found = await database.pool.query<RunSpending>(
    `select run_id as "runId",
       coalesce(sum(cost_usd), 0)::float8 as "settledUsd",
       coalesce(sum(estimate_usd) filter (where state = 'reserved'), 0)::float8 as "reservedUsd",
       json_build_object(${callsIn('reserved')}, ${callsIn('settled')}, ${callsIn('failed')}, ${callsIn('lost')}) as calls,
       json_build_object(${tokens('inputTokens', 'input_tokens')}, ${tokens('outputTokens', 'output_tokens')},
         ${tokens('cacheReadTokens', 'cache_read_tokens')}, ${tokens('cacheWrite5mTokens', 'cache_write_5m_tokens')},
         ${tokens('cacheWrite1hTokens', 'cache_write_1h_tokens')}) as tokens
     from model_calls where project_id = $1 and ($2::int is null or run_id = $2)
     group by run_id order by run_id desc`,
    [projectId, runId ?? null],
  )
  return found.rows
}

/** A run of which no call was ever made. */
export const noSpending = (runId: number): RunSpending => ({
  runId,
  settledUsd: 0,
  reservedUsd: 0,
  calls: { reserved: 0, settled: 0, failed: 0, lost: 0 },
  tokens: {
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
  },
})

/** The sums that the monthly limit is checked against: this month, and those before in which anything was spent. */
export async function spendingByMonth(
  database: Database,
  projectId: number,
): Promise<readonly MonthSpending[]> {
  const found = await database.pool.query<MonthSpending>(
    `with held as (
       select substr(scope, 7) as month, settled_usd, reserved_usd from spending
       where project_id = $1 and scope like 'month:%'
     ), this as (select to_char(now() at time zone 'UTC', 'YYYY-MM') as month)
     select month, coalesce(settled_usd, 0)::float8 as "settledUsd", coalesce(reserved_usd, 0)::float8 as "reservedUsd"
     from held full join this using (month) order by month desc`,
    [projectId],
  )
  return found.rows
}

/** USD that all runs of a project may cost in a calendar month; null where nothing is set. */
export async function monthlyLimit(database: Database, projectId: number): Promise<number | null> {
  const found = await database.pool.query<{ limit: number | null }>(
    'select monthly_limit_usd::float8 as limit from projects where id = $1',
    [projectId],
  )
  return found.rows[0]?.limit ?? null
}

/** Sets what all runs of a project may cost in a calendar month, in USD; null lifts the limit. */
export async function limitMonth(
  database: Database,
  projectId: number,
  limitUsd: number | null,
): Promise<void> {
  await database.pool.query('update projects set monthly_limit_usd = $2 where id = $1', [projectId, limitUsd])
}
