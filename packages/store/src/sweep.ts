import { cohortDefinitions } from './cohort-definition.ts'
import type { Database } from './database.ts'

/**
 * Takes back what dead workers had claimed: `pending` again, or `dead` where a revision has been claimed `maxClaims`
 * times and never finished (it may be what kills its workers), or its transcript is gone. From the second time on each
 * waits in a chunk of its own, so that the one that kills its workers takes no others with it.
 */
export async function expireClaims(database: Database, maxClaims: number): Promise<number> {
  // Rows that are locked are being written, or claimed again, at this moment.
  const changed = await database.pool.query(
    `with expired as (
       select id from session_revisions
       where chunk_id is not null and state = 'annotating' and claim_expires_at < now()
       for update skip locked
     )
     update session_revisions
     set state = case when canonical is null or attempts >= $1 then 'dead' else 'pending' end,
         reason = case when canonical is null then 'transcript_expired'
                       when attempts >= $1 then 'attempts_exhausted' end,
         chunk_id = case when canonical is null or attempts >= $1 then null
                         when attempts > 1 then nextval('chunk_ids') else chunk_id end,
         claim = null, claim_expires_at = null, state_changed_at = now()
     from expired left join transcripts on revision_id = expired.id
     where session_revisions.id = expired.id`,
    [maxClaims],
  )
  return changed.rowCount ?? 0
}

/** Chunks in which something has waited for at least `seconds`, oldest first: the queue should have a job for each. */
export async function waitingChunks(
  database: Database,
  seconds: number,
  limit: number,
): Promise<readonly string[]> {
  const found = await database.pool.query<{ chunk: string }>(
    `select chunk_id::text as chunk from session_revisions
     where state = 'pending' and chunk_id is not null and state_changed_at <= now() - make_interval(secs => $1)
     group by chunk_id order by chunk_id limit $2`,
    [seconds, limit],
  )
  return found.rows.map(({ chunk }) => chunk)
}

/** How many sessions wait for a worker. */
export async function waitingSessions(database: Database): Promise<number> {
  const found = await database.pool.query<{ waiting: number }>(
    `select count(*) as waiting from session_revisions where chunk_id is not null and state = 'pending'`,
  )
  return found.rows[0]?.waiting ?? 0
}

/** Runs whose cohorts are behind: their facts changed, or the catalogue did, since the aggregator last looked. */
export async function changedRuns(
  database: Database,
): Promise<readonly { readonly projectId: number; readonly runId: number }[]> {
  const found = await database.pool.query<{ projectId: number; runId: number }>(
    `select project_id as "projectId", run_id as "runId" from fact_changes
     union
     select project_id, id from runs
     where exists (select from facts where run_id = runs.id)
       and (select count(*) from materialisations as held
            join unnest($1::text[], $2::bytea[]) as current (cohort, definition) using (cohort, definition)
            where held.run_id = runs.id) < cardinality($1::text[])`,
    [[...cohortDefinitions.keys()], [...cohortDefinitions.values()]],
  )
  return found.rows
}

const TRANSCRIPTS_AT_ONCE = 1_000

/**
 * Empties the transcripts whose retention has ended; counts, labels and facts stay. What still waits for its annotation
 * cannot be annotated any more: it is `dead`. What is under claim may yet be, by the worker that has read it.
 */
export async function expireTranscripts(database: Database): Promise<number> {
  for (let all = 0; ; ) {
    const emptied = await emptyTranscripts(database)
    all += emptied
    if (emptied < TRANSCRIPTS_AT_ONCE) return all
  }
}

async function emptyTranscripts(database: Database): Promise<number> {
  // A revision that is locked is being claimed, or superseded: what becomes of it is seen when its claim ends.
  const emptied = await database.pool.query(
    `with expired as (
       select revision_id from transcripts where canonical is not null and expires_at < now()
       order by expires_at limit $1 for update skip locked
     ), waiting as (
       select id from session_revisions
       where id in (select revision_id from expired) and state in ('pending', 'parked')
       for update skip locked
     ), lost as (
       update session_revisions set state = 'dead', reason = 'transcript_expired', chunk_id = null, state_changed_at = now()
       from waiting where session_revisions.id = waiting.id
     )
     update transcripts set canonical = null from expired where transcripts.revision_id = expired.revision_id`,
    [TRANSCRIPTS_AT_ONCE],
  )
  return emptied.rowCount ?? 0
}
