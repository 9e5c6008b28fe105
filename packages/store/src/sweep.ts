import type { Database } from './database.ts'

/**
 * Takes back what dead workers had claimed: `pending` again, or `dead` where a revision has been claimed `maxClaims`
 * times and never finished (it may be what kills its workers).
 */
export async function expireClaims(database: Database, maxClaims: number): Promise<number> {
  const changed = await database.pool.query(
    `update session_revisions
     set state = case when attempts >= $1 then 'dead' else 'pending' end,
         reason = case when attempts >= $1 then 'attempts_exhausted' end,
         claim = null, claim_expires_at = null, state_changed_at = now()
     where state = 'annotating' and claim_expires_at < now()`,
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
    `select count(*) as waiting from session_revisions where state = 'pending'`,
  )
  return found.rows[0]?.waiting ?? 0
}

/** Runs whose facts changed since the aggregator last looked. */
export async function changedRuns(
  database: Database,
): Promise<readonly { readonly projectId: number; readonly runId: number }[]> {
  const found = await database.pool.query<{ projectId: number; runId: number }>(
    `select distinct project_id as "projectId", run_id as "runId" from fact_changes`,
  )
  return found.rows
}

/** Empties the transcripts whose retention has ended; counts, labels and facts stay. */
export async function expireTranscripts(database: Database): Promise<number> {
  const changed = await database.pool.query(
    `update transcripts set canonical = null
     where revision_id in (select revision_id from transcripts
                           where canonical is not null and expires_at < now() limit 1000)`,
  )
  return changed.rowCount ?? 0
}
