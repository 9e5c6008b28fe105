import type { Database } from './database.ts'
import { type DeadFilter, filterValues, letterIds } from './dead-letter-filter.ts'

/** A job of a queue other than `annotate` that will not be tried again. */
export type DeadJob = {
  readonly projectId: number
  readonly queue: string
  readonly jobId: string
  readonly payload: unknown
  readonly reason: string
  readonly diedAt: Date
}

/** The dead jobs that fit the filter whose values are `filterValues`. */
export const deadJobsIn: string = `
  select ${letterIds.jobs} as letter, project_id, queue, job_id, payload, reason, died_at from dead_jobs
  where project_id = $1 and ($2::text is null or queue = $2)
    and ($3::text is null or split_part(reason, ':', 1) = $3)
    and ($4::int is null or payload->>'runId' = $4::text)
    and $5::bigint is null and $6::int is null and ($7::text is null or job_id = $7)`

/** Records a job that will not be tried again; a second time, with its newest reason. */
export async function buryJob(database: Database, job: Omit<DeadJob, 'diedAt'>): Promise<void> {
  await database.pool.query(
    `insert into dead_jobs (project_id, queue, job_id, payload, reason) values ($1, $2, $3, $4, $5)
     on conflict (project_id, queue, job_id) do update set reason = excluded.reason, died_at = now()`,
    [job.projectId, job.queue, job.jobId, JSON.stringify(job.payload), job.reason],
  )
}

/** Dead jobs of a project, those that died last first. */
export async function deadJobs(
  database: Database,
  projectId: number,
  filter: DeadFilter,
): Promise<readonly DeadJob[]> {
  const found = await database.pool.query<DeadJob>(
    `select project_id as "projectId", queue, job_id as "jobId", payload, reason, died_at as "diedAt"
     from (${deadJobsIn}) as dead order by died_at desc, letter`,
    [...filterValues(projectId, filter)],
  )
  return found.rows
}

/**
 * Takes dead jobs off the record, once they are on their queue again or have succeeded after all. One that has died again
 * since `until` stays.
 */
export async function forgetDeadJob(
  database: Database,
  { projectId, queue, jobId }: Pick<DeadJob, 'projectId' | 'queue' | 'jobId'>,
  until: Date,
): Promise<void> {
  await database.pool.query(
    `delete from dead_jobs where project_id = $1 and queue = $2 and job_id = $3
       and date_trunc('milliseconds', died_at) <= $4`,
    [projectId, queue, jobId, until],
  )
}
