/** Which dead letters: all of the project where nothing is said. */
export type DeadFilter = {
  readonly id?: string | undefined
  readonly queue?: string | undefined
  /** Reasons that begin with this code of the catalogue. */
  readonly code?: string | undefined
  readonly runId?: number | undefined
}

/** Sessions are dead letters of the queue that annotates them. */
export const SESSIONS_QUEUE = 'annotate'

/** `$1` the project, `$2` a queue, `$3` a code, `$4` a run; of one letter: `$5` its revision, `$6` its run, `$7` its job. */
export function filterValues(projectId: number, { id, queue, code, runId }: DeadFilter): readonly unknown[] {
  const one = id === undefined ? null : partsOf(id)
  return [
    projectId,
    one?.queue ?? queue ?? null,
    code ?? null,
    runId ?? null,
    one?.revision ?? null,
    one?.run ?? null,
    one?.job ?? null,
  ]
}

/** How a dead letter is named in SQL: `annotate:12`, `annotate:12:3` where run 3 had it again, `aggregate:JOB`. */
export const letterIds = {
  session_revisions: `'${SESSIONS_QUEUE}:' || held.id`,
  reannotations: `'${SESSIONS_QUEUE}:' || held.revision_id || ':' || held.run_id`,
  jobs: `queue || ':' || job_id`,
} as const

/** What an id of `letterIds` is made of; an id that is none of them finds nothing. */
function partsOf(id: string): {
  readonly queue: string
  readonly revision: string | null
  readonly run: string | null
  readonly job: string | null
} {
  const session = id.match(/^annotate:(\d{1,18})(?::(\d{1,9}))?$/)
  if (session !== null) {
    return { queue: SESSIONS_QUEUE, revision: session[1] ?? null, run: session[2] ?? null, job: null }
  }
  const [queue = '', ...job] = id.split(':')
  return { queue, revision: null, run: null, job: job.join(':') }
}
