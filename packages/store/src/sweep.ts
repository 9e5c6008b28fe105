import { cohortDefinitions } from './cohort-definition.ts'
import type { Database } from './database.ts'
import { inBoth, type WorkTable, workTables } from './work-tables.ts'

/**
 * Takes back what dead workers had claimed: `pending` again, or `dead` where a revision has been claimed `maxClaims`
 * times and never finished (it may be what kills its workers), or its transcript is gone. From the second time on each
 * waits in a chunk of its own, so that the one that kills its workers takes no others with it.
 */
export async function expireClaims(database: Database, maxClaims: number): Promise<number> {
  // Rows that are locked are being written, or claimed again, at this moment.
  const changed = await inBoth(
    database.pool,
    ({ name, revision }) => `
     with expired as (
       select ${revision} as revision, claim from ${name}
       where chunk_id is not null and state = 'annotating' and claim_expires_at < now()
       for update skip locked
     )
     update ${name} as held
     set state = case when canonical is null or attempts >= $1 then 'dead' else 'pending' end,
         reason = case when canonical is null then 'transcript_expired'
                       when attempts >= $1 then 'attempts_exhausted' end,
         chunk_id = case when canonical is null or attempts >= $1 then null
                         when attempts > 1 then nextval('chunk_ids') else chunk_id end,
         claim = null, claim_expires_at = null, state_changed_at = now()
     from expired left join transcripts on revision_id = expired.revision
     where held.${revision} = expired.revision and held.claim = expired.claim`,
    [maxClaims],
  )
  return changed.rowCount
}

/** A chunk that waits for a job. */
export type WaitingChunk = {
  readonly id: string
  /** How many chunks of its project, or of its run over history, wait before it. */
  readonly rank: number
  /** It is history that another run annotates again. */
  readonly again: boolean
}

/** Chunks in which something has waited for at least `seconds`, oldest first: the queue should have a job for each. */
export async function waitingChunks(
  database: Database,
  seconds: number,
  limit: number,
): Promise<readonly WaitingChunk[]> {
  const found = await database.pool.query<WaitingChunk>(
    `with first as (
       select chunk_id, min(session_id) as session_id from session_revisions
       where state = 'pending' and chunk_id is not null and state_changed_at <= now() - make_interval(secs => $1)
       group by chunk_id order by chunk_id limit $2
     ), again as (
       select chunk_id, min(run_id) as run_id from reannotations
       where state = 'pending' and chunk_id is not null and state_changed_at <= now() - make_interval(secs => $1)
       group by chunk_id order by chunk_id limit $2
     ), waiting as (
       select chunk_id, false as again, row_number() over (partition by project_id order by chunk_id) - 1 as rank
       from first join sessions on sessions.id = session_id
       union all
       select chunk_id, true, row_number() over (partition by run_id order by chunk_id) - 1 from again
     )
     select chunk_id::text as id, rank::int as rank, again from waiting order by chunk_id limit $2`,
    [seconds, limit],
  )
  return found.rows
}

/** How many sessions wait for a worker. */
export async function waitingSessions(database: Database): Promise<number> {
  const found = await database.pool.query<{ waiting: number }>(
    `select (select count(*) from session_revisions where chunk_id is not null and state = 'pending')
       + (select count(*) from reannotations where chunk_id is not null and state = 'pending') as waiting`,
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

const loseWaiting = ({ name, revision }: WorkTable) => `
     waiting_${name} as (
       select ${revision} as revision, chunk_id from ${name}
       where ${revision} in (select revision_id from expired) and state in ('pending', 'parked')
       for update skip locked
     ), lost_${name} as (
       update ${name} as held
       set state = 'dead', reason = 'transcript_expired', chunk_id = null, state_changed_at = now()
       from waiting_${name} as waiting
       where held.${revision} = waiting.revision and held.chunk_id = waiting.chunk_id
     )`

async function emptyTranscripts(database: Database): Promise<number> {
  // A revision that is locked is being claimed, or superseded: what becomes of it is seen when its claim ends.
  const emptied = await database.pool.query(
    `with expired as (
       select revision_id from transcripts where canonical is not null and expires_at < now()
       order by expires_at limit $1 for update skip locked
     ), ${workTables.map(loseWaiting).join(', ')}
     update transcripts set canonical = null from expired where transcripts.revision_id = expired.revision_id`,
    [TRANSCRIPTS_AT_ONCE],
  )
  return emptied.rowCount ?? 0
}
