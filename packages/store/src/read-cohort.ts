import { isMetricId, type MetricId, type Moments } from '@fieldwork/study'
import type { Database } from './database.ts'
import { currentRun, type Run } from './runs.ts'

export type CohortRow = {
  readonly metric: MetricId
  readonly cell: Readonly<Record<string, string | number | boolean | null>>
  readonly moments: Moments
}

export type MaterialisedCohort = {
  readonly run: Run
  /** Null until the cohort was first computed. */
  readonly materialisedAt: Date | null
  /** Facts have changed since. */
  readonly stale: boolean
  readonly rows: readonly CohortRow[]
}

type Row = {
  metric: string
  cell: CohortRow['cell']
  sessions: string
  people: string
  sum: string
  sumSquares: string
  crossSum: string
  clusterSizeSquares: string
}

/** A cohort of the project's current run as it was materialised, or null where the project has no run. */
export async function readCohort(
  database: Database,
  projectId: number,
  cohort: string,
): Promise<MaterialisedCohort | null> {
  const run = await currentRun(database, projectId)
  if (run === null) return null
  const state = await database.pool.query<{ materialisedAt: Date | null; stale: boolean }>(
    `select (select materialised_at from materialisations where run_id = $1 and cohort = $2) as "materialisedAt",
       exists (select from fact_changes where run_id = $1) as stale`,
    [run.id, cohort],
  )
  const found = await database.pool.query<Row>(
    `select metric, cell, sessions, people, sum, sum_squares as "sumSquares", cross_sum as "crossSum",
       cluster_size_squares as "clusterSizeSquares"
     from cohort_metrics where run_id = $1 and cohort = $2 order by cell, metric`,
    [run.id, cohort],
  )
  return {
    run,
    materialisedAt: state.rows[0]?.materialisedAt ?? null,
    stale: state.rows[0]?.stale ?? false,
    rows: found.rows.flatMap((row) => (isMetricId(row.metric) ? [toCohortRow(row, row.metric)] : [])),
  }
}

function toCohortRow(row: Row, metric: MetricId): CohortRow {
  return {
    metric,
    cell: row.cell,
    moments: {
      sessions: BigInt(row.sessions),
      people: BigInt(row.people),
      sum: BigInt(row.sum),
      sumSquares: BigInt(row.sumSquares),
      crossSum: BigInt(row.crossSum),
      clusterSizeSquares: BigInt(row.clusterSizeSquares),
    },
  }
}
