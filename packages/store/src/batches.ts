import { randomUUID } from 'node:crypto'
import { FieldworkError } from '@fieldwork/errors'
import { and, eq } from 'drizzle-orm'
import type { PoolClient } from 'pg'
import type { Database } from './database.ts'
import { batches } from './schema/sessions.ts'
import { emptyProgress, type SessionState, unfinishedStates } from './session-state.ts'

export type BatchCounts = {
  readonly posted: number
  readonly accepted: number
  readonly duplicate: number
  readonly revised: number
  readonly rejected: number
}

/** `receiving` while its body is read; `aborted` when the body broke off: what was read of it is kept. */
export type BatchState = 'receiving' | 'accepted' | 'aborted'

type BatchRow = {
  readonly id: string
  readonly state: BatchState
  readonly counts: BatchCounts
  readonly createdAt: Date
  readonly acceptedAt: Date | null
}

export type BatchStatus = BatchRow & {
  readonly progress: Readonly<Record<SessionState, number>>
  /** Its body has ended, and nothing in it is pending, annotating or parked. */
  readonly complete: boolean
  /** Complete, and the cohorts hold all that was annotated of it. */
  readonly materialised: boolean
}

/** An upload under way: what an earlier one with the same key had already committed. */
export type OpenBatch = {
  readonly id: string
  readonly state: BatchState
  /** Lines already committed; the body's first `posted` lines are not taken again. */
  readonly posted: number
  /** SHA-256 of the body up to and with line `posted`; null while nothing is committed. */
  readonly bodyDigest: Buffer | null
  /** Names the upload's advisory lock. */
  readonly lock: string
}

/**
 * The advisory lock of an upload, by its idempotency key or else its batch's id; the word keeps it apart from the locks
 * of other things.
 */
const uploadLock = (name: string, projectId: string) => `hashtextextended('upload ' || ${name}, ${projectId})`

/**
 * Opens the batch of this idempotency key on the connection that will write it, or a new one without a key; one whose
 * body broke off is `receiving` again. The connection holds an advisory lock until it is released, so that the same key
 * cannot be written from two uploads; the lock goes with the connection when the process dies. Throws
 * `idempotency_key_in_use`.
 */
export async function openBatch(
  client: PoolClient,
  projectId: number,
  idempotencyKey: string | null,
): Promise<OpenBatch> {
  const id = randomUUID()
  const lock = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(${uploadLock('$1', '$2')}) as locked`,
    [idempotencyKey ?? id, projectId],
  )
  if (lock.rows[0]?.locked !== true) {
    throw new FieldworkError('idempotency_key_in_use', `the key ${idempotencyKey} is being uploaded`)
  }
  const opened = await client.query<OpenBatch>(
    `insert into batches (id, project_id, idempotency_key) values ($1, $2, $3)
     on conflict (project_id, idempotency_key) do update
     set state = case batches.state when 'aborted' then 'receiving' else batches.state end
     returning id, state, posted, body_digest as "bodyDigest", coalesce(idempotency_key, id::text) as lock`,
    [id, projectId, idempotencyKey],
  )
  const batch = opened.rows[0]
  if (batch === undefined) throw new Error('the batch was neither made nor found')
  return batch
}

/** Releases the lock that `openBatch` took. */
export async function closeBatch(client: PoolClient, projectId: number, { lock }: OpenBatch): Promise<void> {
  await client.query(`select pg_advisory_unlock(${uploadLock('$1', '$2')})`, [lock, projectId])
}

/**
 * Aborts batches that say they are received and that no connection holds: whoever received them is gone. What was
 * committed of them stays, and an upload repeated with the same key goes on from there.
 */
export async function abortAbandoned(database: Database): Promise<number> {
  const aborted = await database.pool.query(
    `with receiving as materialized (
       select id, coalesce(idempotency_key, id::text) as name, project_id from batches where state = 'receiving'
     ), abandoned as materialized (
       select id from receiving where pg_try_advisory_xact_lock(${uploadLock('name', 'project_id')})
     )
     update batches set state = 'aborted' from abandoned where batches.id = abandoned.id and state = 'receiving'`,
  )
  return aborted.rowCount ?? 0
}

/** The whole body is read and committed: the batch is accepted. */
export async function acceptBatch(client: PoolClient, batchId: string): Promise<void> {
  await client.query(
    `update batches set state = 'accepted', accepted_at = now() where id = $1 and state <> 'accepted'`,
    [batchId],
  )
}

/** The body broke off: what was committed of it stays, and a repeated upload with the same key goes on from there. */
export async function abortBatch(client: PoolClient, batchId: string): Promise<void> {
  await client.query(`update batches set state = 'aborted' where id = $1 and state = 'receiving'`, [batchId])
}

const BATCH_STATES: readonly BatchState[] = ['receiving', 'accepted', 'aborted']

/** A batch of the project with its progress, or null. Every session counts once however many lines name it. */
export async function batchStatus(
  database: Database,
  projectId: number,
  batchId: string,
): Promise<BatchStatus | null> {
  const [row] = await database.query
    .select()
    .from(batches)
    .where(and(eq(batches.id, batchId), eq(batches.projectId, projectId)))
  if (row === undefined) return null
  // A fact's change bears the time of the transaction that annotated its revision, to the microsecond, whatever the
  // clock does: up to the batch's last such time its own changes are all found, and few of others.
  const states = await database.pool.query<{ state: SessionState; revisions: number; unseen: boolean }>(
    `with progress as (
       select state, count(*) as revisions, max(state_changed_at) as last from session_revisions
       where id in (select revision_id from batch_lines where batch_id = $1)
       group by state
     )
     select state, revisions, state = 'annotated' and exists (
       select from fact_changes where project_id = $2 and changed_at <= last) as unseen
     from progress`,
    [batchId, projectId],
  )
  const progress = emptyProgress()
  for (const { state, revisions } of states.rows) progress[state] = revisions
  const state = BATCH_STATES.find((known) => known === row.state) ?? 'receiving'
  const complete = state !== 'receiving' && unfinishedStates.every((state) => progress[state] === 0)
  return {
    id: row.id,
    state,
    counts: {
      posted: row.posted,
      accepted: row.accepted,
      duplicate: row.duplicate,
      revised: row.revised,
      rejected: row.rejected,
    },
    createdAt: row.createdAt,
    acceptedAt: row.acceptedAt,
    progress,
    complete,
    materialised: complete && !states.rows.some(({ unseen }) => unseen),
  }
}

export type RejectedLine = { readonly line: number; readonly code: string; readonly detail: string }

/** Rejected lines of a batch in order, after line `after`. */
export async function rejectedLines(
  database: Database,
  batchId: string,
  page: { after: number; limit: number },
): Promise<readonly RejectedLine[]> {
  const found = await database.pool.query<RejectedLine>(
    `select line, code, detail from batch_lines
     where batch_id = $1 and outcome = 'rejected' and line > $2 order by line limit $3`,
    [batchId, page.after, page.limit],
  )
  return found.rows
}
