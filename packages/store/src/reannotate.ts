import { type Database, transaction } from './database.ts'
import { historyScope, isFreshTo } from './history-scope.ts'
import type { Run } from './runs.ts'
import { emptyProgress, type SessionState } from './session-state.ts'
import type { WaitingChunk } from './sweep.ts'

/** Which of the project's sessions a run annotates again. */
export type RunScope = {
  /** Months `2026-04`, both included. */
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** A random part of them, the same ones whenever it is asked for; all where absent. */
  readonly sessions?: number | undefined
  /** Also what was cancelled of the run. */
  readonly cancelled?: boolean | undefined
}

/** A chunk to enqueue, and how many sessions are in it. */
export type CountedChunk = WaitingChunk & { readonly sessions: number }

/**
 * Has a run annotate history: the newest revision of each session in scope that still has its transcript, that was not
 * excluded, and that the run has neither annotated nor in hand. Asking twice adds nothing. Returns the chunks to enqueue.
 */
export async function reannotate(
  database: Database,
  run: Run,
  scope: RunScope,
): Promise<readonly CountedChunk[]> {
  return transaction(database, async (client) => {
    await client.query('select pg_advisory_xact_lock($1, $2)', [REANNOTATE_LOCK, run.id])
    const added = await client.query<CountedChunk>(
      `with scope as materialized (
         select held.id ${historyScope({ project: '$2', since: '$4', until: '$5' })}
         order by md5(held.id::text) limit $6
       ), fresh as materialized (
         select id, (row_number() over (order by id) - 1) / $3 as part from scope
         where ${isFreshTo('$1', 'scope.id', '$7::boolean')}
       ), chunks as materialized (
         select part, nextval('chunk_ids') as chunk, sessions
         from (select part, count(*) as sessions from fresh group by part order by part) as parts
       ), added as (
         insert into reannotations (revision_id, run_id, chunk_id)
         select id, $1, chunk from fresh join chunks using (part)
         on conflict (revision_id, run_id) do update
         set state = 'pending', reason = null, attempts = 0, chunk_id = excluded.chunk_id, state_changed_at = now()
         where reannotations.state = 'excluded'
       )
       select chunk::text as id, part::int as rank, true as again, sessions::int as sessions from chunks order by part`,
      [
        run.id,
        run.projectId,
        run.sessionsPerJob,
        scope.since ?? null,
        scope.until ?? null,
        scope.sessions ?? null,
        scope.cancelled ?? false,
      ],
    )
    return added.rows
  })
}

/** Keeps two requests for one run apart; the number keeps it apart from the locks of other things. */
const REANNOTATE_LOCK = 0x5265

/** How many sessions of a run's history are in which state. */
export async function historyProgress(
  database: Database,
  runId: number,
): Promise<Readonly<Record<SessionState, number>>> {
  const found = await database.pool.query<{ state: SessionState; n: number }>(
    'select state, count(*) as n from reannotations where run_id = $1 group by state',
    [runId],
  )
  const progress = emptyProgress()
  for (const { state, n } of found.rows) progress[state] = n
  return progress
}
