import type { Telemetry } from '@fieldwork/sessions'
import type { Database } from './database.ts'
import { inEither } from './work-tables.ts'

/** A revision claimed for annotation. */
export type ClaimedRevision = {
  readonly id: number
  readonly sessionId: number
  readonly revision: number
  readonly projectId: number
  readonly person: Buffer
  readonly telemetry: Telemetry
  /** The run that annotates it again; null where it is its first annotation, by the project's current run. */
  readonly runId: number | null
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
): Promise<readonly ClaimedRevision[]> {
  const found = await inEither<ClaimedRevision>(
    database.pool,
    ({ name, revision }) => `
     with claimed as (
       update ${name}
       set state = 'annotating', claim = $2, claim_expires_at = now() + make_interval(secs => $3),
           attempts = attempts + 1, state_changed_at = now()
       where ${revision} in (
         select ${revision} from ${name}
         where chunk_id = $1 and (state = 'pending' or (state = 'annotating' and claim_expires_at < now()))
         for update skip locked)
         and chunk_id = $1
       returning ${name === 'session_revisions' ? 'id, session_id, revision, null::int as run_id' : 'revision_id as id, run_id'}
     )
     select claimed.id, session_id as "sessionId", revision, project_id as "projectId", person, telemetry,
       run_id as "runId"
     from claimed ${name === 'session_revisions' ? '' : 'join session_revisions using (id)'}
       join sessions on sessions.id = session_id join transcripts on revision_id = claimed.id
     where canonical is not null order by claimed.id`,
    [chunkId, claim, seconds],
  )
  return found.rows
}

/** The zstd of the redacted canonical sessions of revisions. One whose retention has ended is left out. */
export async function readTranscripts(
  database: Database,
  revisionIds: readonly number[],
): Promise<ReadonlyMap<number, Buffer>> {
  if (revisionIds.length === 0) return new Map()
  const found = await database.pool.query<{ id: number; canonical: Buffer }>(
    'select revision_id as id, canonical from transcripts where revision_id = any($1) and canonical is not null',
    [revisionIds],
  )
  return new Map(found.rows.map(({ id, canonical }) => [id, canonical]))
}

/** Extends a claim whose worker is still at it. */
export async function extendClaim(
  database: Database,
  claim: string,
  chunkId: string,
  seconds: number,
): Promise<void> {
  await inEither(
    database.pool,
    // Rows that are locked are being written at this moment, and need no more time.
    ({ name, revision }) => `
     update ${name} set claim_expires_at = now() + make_interval(secs => $3)
     where ${revision} in (select ${revision} from ${name}
                  where chunk_id = $2 and state = 'annotating' and claim = $1 for update skip locked)
       and claim = $1`,
    [claim, chunkId, seconds],
  )
}

export type ReleaseOptions = {
  /** The attempt does not count: it was no fault of the sessions, such as a rate limit. */
  readonly uncounted?: boolean
}

/** Gives a claim back: the attempt failed and another may follow. */
export async function releaseClaim(
  database: Database,
  claim: string,
  chunkId: string,
  { uncounted = false }: ReleaseOptions = {},
): Promise<void> {
  await inEither(
    database.pool,
    ({ name }) => `
     update ${name}
     set state = 'pending', claim = null, claim_expires_at = null, attempts = attempts - $3, state_changed_at = now()
     where chunk_id = $2 and state = 'annotating' and claim = $1`,
    [claim, chunkId, uncounted ? 1 : 0],
  )
}

/** Gives a claim back to wait, with the reason, until somebody resumes the run. The attempt does not count. */
export async function parkClaim(
  database: Database,
  claim: string,
  chunkId: string,
  reason: string,
): Promise<number> {
  const parked = await inEither(
    database.pool,
    ({ name }) => `
     update ${name}
     set state = 'parked', reason = $3, claim = null, claim_expires_at = null, attempts = attempts - 1,
         state_changed_at = now()
     where chunk_id = $2 and state = 'annotating' and claim = $1`,
    [claim, chunkId, reason],
  )
  return parked.rowCount ?? 0
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
  const found = await inEither<{ chunk: string }>(
    database.pool,
    ({ name }) => `
     update ${name}
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
  const changed = await inEither(
    database.pool,
    ({ name }) => `
     update ${name}
     set state = 'dead', reason = $2, chunk_id = null, claim = null, claim_expires_at = null, state_changed_at = now()
     where chunk_id = $1 and state in ('pending', 'annotating') and attempts >= $3`,
    [chunkId, reason, attempts],
  )
  return changed.rowCount ?? 0
}
