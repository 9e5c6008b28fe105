import type { Telemetry } from '@fieldwork/sessions'
import type { Database } from './database.ts'

/** A revision claimed for annotation. */
export type ClaimedRevision = {
  readonly id: number
  readonly sessionId: number
  readonly revision: number
  readonly projectId: number
  readonly person: Buffer
  /** The zstd of its redacted canonical session; null where transcripts were not asked for. */
  readonly canonical: Buffer | null
  readonly telemetry: Telemetry
}

/**
 * Claims what waits in a chunk: `pending` revisions, and those whose earlier claim has expired because its worker died.
 * Each is then `annotating` under `claim` for `seconds`; nobody else gets it until then. What someone else is
 * changing at this moment (an upload that supersedes it, the sweep) is left to them and not waited for.
 */
export async function claimChunk(
  database: Database,
  chunkId: string,
  claim: string,
  seconds: number,
  withTranscripts = true,
): Promise<readonly ClaimedRevision[]> {
  const found = await database.pool.query<ClaimedRevision>(
    `with claimed as (
       update session_revisions
       set state = 'annotating', claim = $2, claim_expires_at = now() + make_interval(secs => $3),
           attempts = attempts + 1, state_changed_at = now()
       where id in (
         select id from session_revisions
         where chunk_id = $1 and (state = 'pending' or (state = 'annotating' and claim_expires_at < now()))
         for update skip locked)
       returning id, session_id, revision
     )
     select claimed.id, session_id as "sessionId", revision, project_id as "projectId", person,
       case when $4 then canonical end as canonical, telemetry
     from claimed join sessions on sessions.id = session_id join transcripts on revision_id = claimed.id
     where canonical is not null order by claimed.id`,
    [chunkId, claim, seconds, withTranscripts],
  )
  return found.rows
}

/** Extends a claim whose worker is still at it. */
export async function extendClaim(
  database: Database,
  claim: string,
  chunkId: string,
  seconds: number,
): Promise<void> {
  await database.pool.query(
    // Rows that are locked are being written at this moment, and need no more time.
    `update session_revisions set claim_expires_at = now() + make_interval(secs => $3)
     where id in (select id from session_revisions
                  where chunk_id = $2 and state = 'annotating' and claim = $1 for update skip locked)`,
    [claim, chunkId, seconds],
  )
}

/** Gives a claim back: the attempt failed and another may follow. */
export async function releaseClaim(database: Database, claim: string, chunkId: string): Promise<void> {
  await database.pool.query(
    `update session_revisions
     set state = 'pending', claim = null, claim_expires_at = null, state_changed_at = now()
     where chunk_id = $2 and state = 'annotating' and claim = $1`,
    [claim, chunkId],
  )
}

/**
 * Gives a claim back with each revision in a chunk of its own, so that the one that cannot be annotated is found and
 * the others are not lost with it. Returns the new chunks.
 */
export async function splitChunk(
  database: Database,
  claim: string,
  chunkId: string,
): Promise<readonly string[]> {
  const found = await database.pool.query<{ chunk: string }>(
    `update session_revisions
     set state = 'pending', claim = null, claim_expires_at = null, chunk_id = nextval('chunk_ids'),
         state_changed_at = now()
     where chunk_id = $2 and state = 'annotating' and claim = $1
     returning chunk_id::text as chunk`,
    [claim, chunkId],
  )
  return found.rows.map(({ chunk }) => chunk)
}

/**
 * The attempts of a chunk are used up: what of it is unfinished is dead, with the reason. Only what
 * was claimed at least `attempts` times: an attempt that ended before it had a claim says nothing about a session.
 */
export async function markChunkDead(
  database: Database,
  chunkId: string,
  reason: string,
  attempts = 0,
): Promise<number> {
  const changed = await database.pool.query(
    `update session_revisions
     set state = 'dead', reason = $2, chunk_id = null, claim = null, claim_expires_at = null, state_changed_at = now()
     where chunk_id = $1 and state in ('pending', 'annotating') and attempts >= $3`,
    [chunkId, reason, attempts],
  )
  return changed.rowCount ?? 0
}
