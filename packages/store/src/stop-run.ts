import { type Database, transaction } from './database.ts'
import type { CountedChunk } from './reannotate.ts'
import type { Run } from './runs.ts'

/** The waiting rows that are annotated by a run: first annotations while it is the project's current one, and its history. */
const waitingOf = (state: string) => `
  first as (
    select held.id from session_revisions held join sessions on sessions.id = session_id
      join projects on projects.id = project_id
    where current_run_id = $1 and held.chunk_id is not null and held.state = '${state}' for update of held skip locked
  ), again as (
    select revision_id from reannotations
    where run_id = $1 and chunk_id is not null and state = '${state}' for update skip locked
  )`

/**
 * Stops a run with the reason: what waits of it is `parked`, and what is claimed parks itself where it meets the same. The
 * first reason stays. Returns how many sessions were parked.
 */
export async function stopRun(database: Database, runId: number, reason: string): Promise<number> {
  return transaction(database, async (client) => {
    await client.query('update runs set stopped = coalesce(stopped, $2) where id = $1', [runId, reason])
    const parked = await client.query<{ n: number }>(
      `with ${waitingOf('pending')}, parked_first as (
         update session_revisions set state = 'parked', reason = $2, state_changed_at = now()
         from first where session_revisions.id = first.id returning 1
       ), parked_again as (
         update reannotations set state = 'parked', reason = $2, state_changed_at = now()
         from again where reannotations.revision_id = again.revision_id and run_id = $1 returning 1
       )
       select (select count(*) from parked_first) + (select count(*) from parked_again) as n`,
      [runId, reason],
    )
    return parked.rows[0]?.n ?? 0
  })
}

/** Lets a stopped run go on: what was parked waits again. Returns the chunks to enqueue. */
export async function resumeRun(database: Database, runId: number): Promise<readonly CountedChunk[]> {
  return transaction(database, async (client) => {
    await client.query('update runs set stopped = null where id = $1', [runId])
    const resumed = await client.query<CountedChunk>(
      `with ${waitingOf('parked')}, resumed as (
         update session_revisions set state = 'pending', reason = null, state_changed_at = now()
         from first where session_revisions.id = first.id returning chunk_id, false as again
       ), resumed_again as (
         update reannotations set state = 'pending', reason = null, state_changed_at = now()
         from again where reannotations.revision_id = again.revision_id and run_id = $1
         returning chunk_id, true as again
       ), chunks as (
         select chunk_id, again, count(*) as sessions
         from (table resumed union all table resumed_again) as both_tables group by chunk_id, again
       )
       select chunk_id::text as id, (row_number() over (order by chunk_id) - 1)::int as rank, again,
         sessions::int as sessions from chunks`,
      [runId],
    )
    return resumed.rows
  })
}

/**
 * Has what is parked wait again where nothing holds it: its run goes on, or another became the project's current one. A worker
 * that had read a run as stopped may park after it was resumed. Returns how many sessions they are.
 */
export async function unparkResumed(database: Database): Promise<number> {
  const unparked = await database.pool.query<{ n: number }>(
    `with first as (
       select held.id from session_revisions held join sessions on sessions.id = session_id
         join projects on projects.id = sessions.project_id join runs on runs.id = current_run_id
       where held.chunk_id is not null and held.state = 'parked' and stopped is null for update of held skip locked
     ), again as (
       select revision_id, run_id from reannotations held join runs on runs.id = run_id
       where held.chunk_id is not null and held.state = 'parked' and stopped is null for update of held skip locked
     ), unparked_first as (
       update session_revisions set state = 'pending', reason = null, state_changed_at = now()
       from first where session_revisions.id = first.id returning 1
     ), unparked_again as (
       update reannotations set state = 'pending', reason = null, state_changed_at = now()
       from again where reannotations.revision_id = again.revision_id and reannotations.run_id = again.run_id returning 1
     )
     select (select count(*) from unparked_first) + (select count(*) from unparked_again) as n`,
  )
  return unparked.rows[0]?.n ?? 0
}

/**
 * Ends a run over history: what waits or is parked of it is `excluded`, with the reason `cancelled`; what is being annotated
 * is finished. What new sessions join is left alone. Returns how many were taken off.
 */
export async function cancelHistory(database: Database, { id }: Pick<Run, 'id'>): Promise<number> {
  const cancelled = await database.pool.query(
    `update reannotations set state = 'excluded', reason = 'cancelled', chunk_id = null, state_changed_at = now()
     where run_id = $1 and state in ('pending', 'parked')`,
    [id],
  )
  return cancelled.rowCount ?? 0
}
