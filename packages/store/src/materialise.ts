import { type Cohort, cohorts } from '@fieldwork/study'
import type { PoolClient } from 'pg'
import { type Database, transaction } from './database.ts'
import { momentsSql } from './moments-sql.ts'

type Cell = Readonly<Record<string, string | number | boolean | null>>
/** Sessions, people, and the four sums, as @fieldwork/study's Moments names them; decimal text, since exact. */
type MomentsText = readonly [string, string, string, string, string, string]
type CellRow = {
  readonly cell: Cell
  readonly month: string | null
  readonly metric: string
  readonly moments: MomentsText
}

/**
 * Brings a run's cohorts up to date with its facts, in one transaction: readers see the old cohorts or the new, never
 * half. Cohorts by month are computed again for the months that changed, the others whole; nothing is ever added to
 * what was there. Safe to run twice or in parallel. Returns false where nothing had changed.
 */
export async function materialise(database: Database, runId: number): Promise<boolean> {
  return transaction(database, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtextextended('materialise', $1))`, [runId])
    // What is deleted here was committed before the facts are read below; what comes later stays for the next time.
    const changed = await client.query<{ month: string | null }>(
      `with seen as (delete from fact_changes where run_id = $1 returning month)
       select distinct to_char(month, 'YYYY-MM-DD') as month from seen`,
      [runId],
    )
    if (changed.rows.length === 0) return false
    const months = changed.rows.map(({ month }) => month)
    for (const cohort of cohorts) await refresh(client, runId, cohort, months)
    return true
  })
}

async function refresh(
  client: PoolClient,
  runId: number,
  cohort: Cohort,
  months: readonly (string | null)[],
): Promise<void> {
  const byMonth = cohort.dimensions.includes('month')
  const rows = await computeCohort(client, runId, cohort, byMonth ? months : null)
  await client.query(
    `delete from cohort_metrics where run_id = $1 and cohort = $2
       and ($3::date[] is null or coalesce(month, 'infinity') = any(
         select coalesce(changed, 'infinity') from unnest($3::date[]) as changed))`,
    [runId, cohort.id, byMonth ? months : null],
  )
  const moment = (index: number) => rows.map(({ moments }) => moments[index])
  await client.query(
    `insert into cohort_metrics (run_id, cohort, metric, cell, month, sessions, people, sum, sum_squares, cross_sum,
       cluster_size_squares)
     select $1, $2, * from unnest($3::text[], $4::jsonb[], $5::date[], $6::numeric[], $7::numeric[], $8::numeric[],
       $9::numeric[], $10::numeric[], $11::numeric[])`,
    [
      runId,
      cohort.id,
      rows.map(({ metric }) => metric),
      rows.map(({ cell }) => JSON.stringify(cell)),
      rows.map(({ month }) => month),
      ...[0, 1, 2, 3, 4, 5].map(moment),
    ],
  )
  await client.query(
    `insert into materialisations (run_id, cohort) values ($1, $2)
     on conflict (run_id, cohort) do update set materialised_at = excluded.materialised_at`,
    [runId, cohort.id],
  )
}

/** Computes a cohort from the facts: all of it, or the cells of some months. */
async function computeCohort(
  client: PoolClient,
  runId: number,
  cohort: Cohort,
  months: readonly (string | null)[] | null,
): Promise<readonly CellRow[]> {
  const computed = await client.query<Record<string, unknown>>(
    momentsSql(cohort, months !== null),
    months === null ? [runId] : [runId, months],
  )
  return computed.rows.flatMap((row) => {
    const cell: Cell = Object.fromEntries(
      cohort.dimensions.map((dimension, index) => [dimension, dimensionValue(row[`d${index}`])]),
    )
    const monthIndex = cohort.dimensions.indexOf('month')
    const month = monthIndex === -1 ? null : row[`d${monthIndex}`]
    return cohort.metrics.map((metric, index) => ({
      cell,
      month: typeof month === 'string' ? month : null,
      metric,
      moments: momentsText(row[`m${index}`]),
    }))
  })
}

/** A month is told as `2026-04`, as telemetry tells it; the column holds the first of it. */
function dimensionValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return value.replace(/^(\d{4}-\d{2})-01$/, '$1')
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  throw new Error(`a dimension cannot be a ${typeof value}`)
}

function momentsText(value: unknown): MomentsText {
  if (!Array.isArray(value) || value.length !== 6) throw new Error('six moments were expected')
  const text = value.map((moment) => String(moment ?? 0))
  return [text[0] ?? '0', text[1] ?? '0', text[2] ?? '0', text[3] ?? '0', text[4] ?? '0', text[5] ?? '0']
}
