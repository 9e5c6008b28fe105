import type { Database } from './database.ts'
import { deadJobsIn } from './dead-jobs.ts'
import { type DeadFilter, filterValues, SESSIONS_QUEUE } from './dead-letter-filter.ts'
import { deadSessionsInBoth } from './dead-sessions.ts'

/** Work that will not be tried again: a session revision, or a job of another queue. */
export type DeadLetter = {
  readonly id: string
  readonly queue: string
  /** The catalogue's code, and what happened. */
  readonly reason: string
  /** Null where the queue kept no count. */
  readonly attempts: number | null
  readonly diedAt: Date
  readonly session: DeadSession | null
  /** Of a job; null for a session. */
  readonly payload: unknown
  /** Where the next page goes on. */
  readonly cursor: string
}

export type DeadSession = {
  readonly sessionId: number
  readonly revisionId: number
  readonly revision: number
  readonly source: string
  /** The run that was to annotate it again; null where it was its first annotation. */
  readonly runId: number | null
  /** Without its transcript it cannot be tried again. */
  readonly hasTranscript: boolean
}

const allDead = `
  select letter, '${SESSIONS_QUEUE}' as queue, reason, attempts::int, died_at, null::jsonb as payload,
    json_build_object('sessionId', session_id, 'revisionId', id, 'revision', revision, 'source', source,
      'runId', run_id, 'hasTranscript', has_transcript) as session
  from (${deadSessionsInBoth}) as dead_sessions
  union all
  select letter, queue, reason, null, died_at, payload, null from (${deadJobsIn}) as jobs`

/** Dead letters of a project, those that died last first: `limit` of them, from behind a cursor on. */
export async function deadLetters(
  database: Database,
  projectId: number,
  filter: DeadFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<readonly DeadLetter[]> {
  const [, micros, letter] = page.cursor?.match(/^(\d+)_(.*)$/) ?? []
  const found = await database.pool.query<DeadLetter>(
    `with dead as (select *, (extract(epoch from died_at) * 1000000)::bigint as micros from (${allDead}) as all_dead)
     select letter as id, queue, reason, attempts, died_at as "diedAt", payload, session,
       micros || '_' || letter as cursor
     from dead where $8::bigint is null or (micros, letter) < ($8, $9)
     order by micros desc, letter desc limit $10`,
    [...filterValues(projectId, filter), micros ?? null, letter ?? null, page.limit],
  )
  return found.rows
}

/** How many dead letters a project has, by their queue and the code of their reason, most first. */
export async function countDeadLetters(
  database: Database,
  projectId: number,
): Promise<readonly { readonly queue: string; readonly code: string; readonly count: number }[]> {
  const found = await database.pool.query<{ queue: string; code: string; count: number }>(
    `select queue, split_part(reason, ':', 1) as code, count(*) as count from (${allDead}) as dead
     group by 1, 2 order by 3 desc, 1, 2`,
    [...filterValues(projectId, {})],
  )
  return found.rows
}

/** A call of the ledger about a session. */
export type CallAbout = {
  readonly id: string
  readonly runId: number
  readonly step: string
  readonly attempt: number
  readonly model: string
  readonly state: string
  readonly costUsd: number | null
  readonly requestId: string | null
  readonly failure: string | null
  readonly createdAt: Date
}

/** The calls about a dead session in the order in which they were made: under its run, or before any run had it again. */
export async function callsAbout(
  database: Database,
  { revisionId, runId }: Pick<DeadSession, 'revisionId' | 'runId'>,
): Promise<readonly CallAbout[]> {
  const found = await database.pool.query<CallAbout>(
    `select id, run_id as "runId", step, attempt, model, state, cost_usd::float8 as "costUsd", request_id as "requestId",
       failure, created_at as "createdAt"
     from model_calls as call
     where revision_id = $1 and case when $2::int is null
       then not exists (select from reannotations again where again.revision_id = $1 and again.run_id = call.run_id)
       else run_id = $2 end
     order by created_at, id`,
    [revisionId, runId],
  )
  return found.rows
}
