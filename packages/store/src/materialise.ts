import { type Cohort, cohorts } from '@fieldwork/study'
import type { PoolClient } from 'pg'
import { cohortDefinitions } from './cohort-definition.ts'
import { type Database, inTransaction, onConnection } from './database.ts'
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
 * Brings a run's cohorts up to date with its facts, in one transaction and from one snapshot of them: readers see the
 * old cohorts or the new, never half, and all of them hold the same sessions. Cohorts by month are computed again for
 * the months that changed, the others whole; nothing is ever added to what was there. Safe to run twice or in parallel.
 * Returns false where nothing had changed.
 */
export async function materialise(database: Database, runId: number): Promise<boolean> {
  return onConnection(database, async (client) => {
    // Before the transaction, since its first statement fixes what it sees: that must be what the last holder left.
    await client.query(`select pg_advisory_lock(${RUN_LOCK})`, [runId])
    try {
      return await inTransaction(client, () => refreshChanged(client, runId), 'repeatable read')
    } finally {
      await client.query(`select pg_advisory_unlock(${RUN_LOCK})`, [runId])
    }
  })
}

const RUN_LOCK = `hashtextextended('materialise', $1)`

async function refreshChanged(client: PoolClient, runId: number): Promise<boolean> {
  // A change and its fact are committed together. So of every change in the snapshot the fact is in it too, and a
  // change that is not in it is not deleted either: it stays for the next time.
  const changed = await client.query<{ month: string | null }>(
    `with seen as (delete from fact_changes where run_id = $1 returning month)
     select distinct to_char(month, 'YYYY-MM-DD') as month from seen`,
    [runId],
  )
  const months = changed.rows.map(({ month }) => month)
  const outdated = await outdatedCohorts(client, runId)
  const due = months.length > 0 ? cohorts : outdated
  for (const cohort of due) await refresh(client, runId, cohort, outdated.includes(cohort) ? null : months)
  return due.length > 0
}

/** Cohorts never computed, or by another definition than they have now. */
async function outdatedCohorts(client: PoolClient, runId: number): Promise<readonly Cohort[]> {
  const held = await client.query<{ cohort: string; definition: Buffer }>(
    'select cohort, definition from materialisations where run_id = $1',
    [runId],
  )
  const current = held.rows
    .filter(({ cohort, definition }) => cohortDefinitions.get(cohort)?.equals(definition))
    .map(({ cohort }) => cohort)
  return cohorts.filter(({ id }) => !current.includes(id))
}

/** Computes a cohort and puts it in the place of what is held of it: the cells of `months`, or all where that is null. */
async function refresh(
  client: PoolClient,
  runId: number,
  cohort: Cohort,
  months: readonly (string | null)[] | null,
): Promise<void> {
  const only = cohort.dimensions.includes('month') ? months : null
  const rows = await computeCohort(client, runId, cohort, only)
  await client.query(
    `delete from cohort_metrics where run_id = $1 and cohort = $2
       and ($3::date[] is null or coalesce(month, 'infinity') = any(
         select coalesce(changed, 'infinity') from unnest($3::date[]) as changed))`,
    [runId, cohort.id, only],
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
    `insert into materialisations (run_id, cohort, definition) values ($1, $2, $3)
     on conflict (run_id, cohort) do update
     set definition = excluded.definition, materialised_at = excluded.materialised_at`,
    [runId, cohort.id, cohortDefinitions.get(cohort.id)],
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
      cohort.dimensions.map((dimension, index) => [dimension, cellValue(dimension, row[`d${index}`])]),
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
function cellValue(dimension: string, value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return dimension === 'month' ? value.replace(/-01$/, '') : value
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  throw new Error(`a dimension cannot be a ${typeof value}`)
}

function momentsText(value: unknown): MomentsText {
  if (!Array.isArray(value) || value.length !== 6) throw new Error('six moments were expected')
  const text = value.map((moment) => String(moment ?? 0))
  return [text[0] ?? '0', text[1] ?? '0', text[2] ?? '0', text[3] ?? '0', text[4] ?? '0', text[5] ?? '0']
}
