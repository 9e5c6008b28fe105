import type { Database } from './database.ts'
import { historyScope, isFreshTo } from './history-scope.ts'
import type { RunScope } from './reannotate.ts'

export type HistorySample = {
  /** How many sessions are in the scope. */
  readonly sessions: number
  /** The newest revisions of some of them. */
  readonly revisionIds: readonly number[]
}

/**
 * Draws at random, without replacement, sessions that a run over history would annotate in some months, by the rules of
 * `reannotate`; `runId` is the run, null where it is not made yet. The same seed draws the same ones.
 */
export async function sampleHistory(
  database: Database,
  projectId: number,
  { since, until }: Pick<RunScope, 'since' | 'until'>,
  { runId, atMost, seed }: { readonly runId: number | null; readonly atMost: number; readonly seed: number },
): Promise<HistorySample> {
  const found = await database.pool.query<{ sessions: number; ids: readonly string[] }>(
    `with scope as materialized (
       select held.id ${historyScope({ project: '$1', since: '$2', until: '$3' })} and ${isFreshTo('$4', 'held.id')}
     )
     select (select count(*) from scope) as sessions,
       array(select id::text from scope order by md5($6 || ':' || id), id limit $5) as ids`,
    [projectId, since ?? null, until ?? null, runId, atMost, String(seed)],
  )
  const [drawn] = found.rows
  return { sessions: drawn?.sessions ?? 0, revisionIds: drawn?.ids.map(Number) ?? [] }
}
