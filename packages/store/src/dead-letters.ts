import { type Database, transaction } from './database.ts'
import type { WaitingChunk } from './sweep.ts'
import { inBoth, type WorkTable } from './work-tables.ts'

/** A session revision that will not be tried again: the dead letter of the queue `annotate`. */
export type DeadSession = {
  readonly revisionId: number
  readonly sessionId: number
  readonly revision: number
  readonly source: string
  /** The run that was to annotate it again; null where it was its first annotation. */
  readonly runId: number | null
  /** The catalogue's code, and what happened. */
  readonly reason: string
  readonly attempts: number
  readonly diedAt: Date
  /** Without its transcript it cannot be tried again. */
  readonly hasTranscript: boolean
}

/** Which dead letters: all of the project where nothing is said. */
export type DeadFilter = {
  readonly revisionId?: number | undefined
  /** Reasons that begin with this code of the catalogue. */
  readonly code?: string | undefined
  readonly runId?: number | undefined
}

/** `$1` the project, `$2` a revision, `$3` a code, `$4` a run. */
const isDead = ({ name, revision }: WorkTable) => `
  select held.${revision} as id, ${name === 'reannotations' ? 'held.run_id' : 'null::int'} as run_id,
    held.reason, held.attempts, held.state_changed_at, session.id as session_id, source, what.revision,
    canonical is not null as has_transcript
  from ${name} held join session_revisions what on what.id = held.${revision}
    join sessions session on session.id = what.session_id join transcripts on transcripts.revision_id = what.id
  where session.project_id = $1 and held.state = 'dead'
    and ($2::bigint is null or held.${revision} = $2)
    and ($3::text is null or split_part(held.reason, ':', 1) = $3)
    and ($4::int is null or ${name === 'reannotations' ? 'held.run_id' : '(select current_run_id from projects where id = $1)'} = $4)`

const values = (projectId: number, { revisionId, code, runId }: DeadFilter) => [
  projectId,
  revisionId ?? null,
  code ?? null,
  runId ?? null,
]

const [first, again] = [
  isDead({ name: 'session_revisions', revision: 'id' }),
  isDead({ name: 'reannotations', revision: 'revision_id' }),
]

/** Dead sessions of a project, those that died last first. */
export async function deadSessions(
  database: Database,
  projectId: number,
  filter: DeadFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly DeadSession[]> {
  const found = await database.pool.query<DeadSession>(
    `select id as "revisionId", session_id as "sessionId", revision, source, run_id as "runId", reason, attempts,
       state_changed_at as "diedAt", has_transcript as "hasTranscript"
     from (${first} union all ${again}) as dead
     order by state_changed_at desc, id desc, run_id nulls first limit $5 offset $6`,
    [...values(projectId, filter), page.limit, page.offset],
  )
  return found.rows
}

/** How many sessions of a project are dead, by the code of their reason, most first. */
export async function deadByCode(
  database: Database,
  projectId: number,
): Promise<readonly { readonly code: string; readonly sessions: number }[]> {
  const found = await database.pool.query<{ code: string; sessions: number }>(
    `select split_part(reason, ':', 1) as code, count(*) as sessions
     from (${first} union all ${again}) as dead group by 1 order by 2 desc, 1`,
    values(projectId, {}),
  )
  return found.rows
}

/**
 * Has dead sessions tried again, each in a chunk of its own, with all their attempts; those whose transcript is gone stay
 * dead. Returns the chunks to enqueue.
 */
export async function redriveSessions(
  database: Database,
  projectId: number,
  filter: DeadFilter,
): Promise<readonly WaitingChunk[]> {
  return transaction(database, async (client) => {
    const redriven = await inBoth<{ id: string; again: boolean }>(
      client,
      (table) => `
       with dead as (${isDead(table)} and canonical is not null for update of held skip locked)
       update ${table.name} as held
       set state = 'pending', reason = null, attempts = 0, chunk_id = nextval('chunk_ids'), state_changed_at = now()
       from dead where held.${table.revision} = dead.id ${table.name === 'reannotations' ? 'and held.run_id = dead.run_id' : ''}
       returning chunk_id::text as id, ${table.name === 'reannotations'} as again`,
      values(projectId, filter),
    )
    return redriven.rows.map((chunk, rank) => ({ ...chunk, rank }))
  })
}

/** A job of a queue other than `annotate` that will not be tried again. */
export type DeadJob = {
  readonly projectId: number
  readonly queue: string
  readonly jobId: string
  readonly payload: unknown
  readonly reason: string
  readonly diedAt: Date
}

/** Records a job that will not be tried again; a second time, with its newest reason. */
export async function buryJob(database: Database, job: Omit<DeadJob, 'diedAt'>): Promise<void> {
  await database.pool.query(
    `insert into dead_jobs (project_id, queue, job_id, payload, reason) values ($1, $2, $3, $4, $5)
     on conflict (project_id, queue, job_id) do update set reason = excluded.reason, died_at = now()`,
    [job.projectId, job.queue, job.jobId, JSON.stringify(job.payload), job.reason],
  )
}

/** Dead jobs of a project, those that died last first. */
export async function deadJobs(database: Database, projectId: number): Promise<readonly DeadJob[]> {
  const found = await database.pool.query<DeadJob>(
    `select project_id as "projectId", queue, job_id as "jobId", payload, reason, died_at as "diedAt" from dead_jobs
     where project_id = $1 order by died_at desc, job_id`,
    [projectId],
  )
  return found.rows
}

/** Takes dead jobs off the record, for whoever enqueues them again: one of a queue, or all of it. */
export async function takeDeadJobs(
  database: Database,
  projectId: number,
  queue: string,
  jobId: string | null,
): Promise<readonly DeadJob[]> {
  const taken = await database.pool.query<DeadJob>(
    `delete from dead_jobs
     where project_id = $1 and queue = $2 and ($3::text is null or job_id = $3)
     returning project_id as "projectId", queue, job_id as "jobId", payload, reason, died_at as "diedAt"`,
    [projectId, queue, jobId],
  )
  return taken.rows
}
