import type { Database } from './database.ts'
import { historyScope, isFreshTo } from './history-scope.ts'
import type { RunScope } from './reannotate.ts'

export type HistorySample = {
  /** How many sessions the run would annotate. */
  readonly sessions: number
  /** The newest revisions of some that it would annotate if no number of sessions were asked for. */
  readonly revisionIds: readonly number[]
}

/**
 * Counts the sessions that a run over history would annotate, by the rules of `reannotate`, and draws some from those of
 * the same months at random, without replacement. `runId` is the run, null where it is not made yet. The same seed draws
 * the same ones.
 */
export async function sampleHistory(
  database: Database,
  projectId: number,
  { since, until, sessions }: RunScope,
  { runId, atMost, seed }: { readonly runId: number | null; readonly atMost: number; readonly seed: number },
): Promise<HistorySample> {
  const found = await database.pool.query<{ sessions: number; ids: readonly string[] }>(
    `with months as materialized (
       select held.id ${historyScope({ project: '$1', since: '$2', until: '$3' })}
     ), scope as (
       select id from months order by md5(id::text) limit $4
     )
     select (select count(*) from scope where ${isFreshTo('$5', 'scope.id')}) as sessions,
       array(select id::text from months where ${isFreshTo('$5', 'months.id')}
             order by md5($7 || ':' || id), id limit $6) as ids`,
    [projectId, since ?? null, until ?? null, sessions ?? null, runId, atMost, String(seed)],
  )
  const [drawn] = found.rows
  return { sessions: drawn?.sessions ?? 0, revisionIds: drawn?.ids.map(Number) ?? [] }
}
