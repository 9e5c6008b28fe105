import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigserial,
  check,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { sessionStates, unfinishedStates } from '../session-state.ts'
import { at, bytea, id, inList, now } from './columns.ts'
import { projects, runs } from './projects.ts'

export const batches = pgTable(
  'batches',
  {
    id: uuid('id').primaryKey(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    idempotencyKey: text('idempotency_key'),
    state: text('state').notNull().default('receiving'),
    posted: integer('posted').notNull().default(0),
    accepted: integer('accepted').notNull().default(0),
    duplicate: integer('duplicate').notNull().default(0),
    revised: integer('revised').notNull().default(0),
    rejected: integer('rejected').notNull().default(0),
    /** SHA-256 of the body up to and with line `posted`: tells a repeated upload from another body. */
    bodyDigest: bytea('body_digest'),
    createdAt: now('created_at'),
    acceptedAt: at('accepted_at'),
  },
  (t) => [
    unique().on(t.projectId, t.idempotencyKey),
    check('batches_state', sql`${t.state} in ('receiving', 'accepted', 'aborted')`),
    check(
      'batches_counts_add_up',
      sql`${t.posted} = ${t.accepted} + ${t.duplicate} + ${t.revised} + ${t.rejected}`,
    ),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    source: text('source').notNull(),
    externalId: text('external_id').notNull(),
    person: bytea('person').notNull(),
    latestRevision: integer('latest_revision').notNull().default(0),
  },
  (t) => [unique().on(t.projectId, t.source, t.externalId)],
)

/** Where the annotation of a revision stands. Waiting work is found by its chunk; what is finished has none. */
const workColumns = () => ({
  state: text('state').notNull().default('pending'),
  reason: text('reason'),
  attempts: smallint('attempts').notNull().default(0),
  chunkId: id('chunk_id'),
  claim: uuid('claim'),
  claimExpiresAt: at('claim_expires_at'),
  stateChangedAt: now('state_changed_at'),
})

type WorkTable = Readonly<Record<'state' | 'reason' | 'chunkId' | 'claim' | 'claimExpiresAt', AnyPgColumn>>

const workConstraints = (table: string, t: WorkTable) => [
  // That the state is no part of an index lets a claim be written into the same page (HOT).
  index(`${table}_waiting`).on(t.chunkId).where(sql`${t.chunkId} is not null`),
  check(`${table}_state`, sql`${t.state} in (${inList(sessionStates)})`),
  check(
    `${table}_reason`,
    sql`(${t.state} in ('excluded', 'unscorable', 'dead', 'parked')) = (${t.reason} is not null)`,
  ),
  check(
    `${table}_claim`,
    sql`(${t.state} = 'annotating') = (${t.claim} is not null)
        and (${t.claim} is null) = (${t.claimExpiresAt} is null)`,
  ),
  // Without a chunk, waiting work would wait for ever.
  check(`${table}_chunk`, sql`(${t.chunkId} is not null) = (${t.state} in (${inList(unfinishedStates)}))`),
]

/** Names a chunk: the revisions that one job annotates together. */
export const chunkIds = pgSequence('chunk_ids')

export const sessionRevisions = pgTable(
  'session_revisions',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    sessionId: id('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    revision: integer('revision').notNull(),
    contentHash: bytea('content_hash').notNull(),
    ...workColumns(),
  },
  (t) => [unique().on(t.sessionId, t.revision), ...workConstraints('session_revisions', t)],
)

/** A revision that another run annotates again, beside its first annotation: the same states, a row for each run. */
export const reannotations = pgTable(
  'reannotations',
  {
    revisionId: id('revision_id')
      .notNull()
      .references(() => sessionRevisions.id, { onDelete: 'cascade' }),
    runId: integer('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    ...workColumns(),
  },
  (t) => [
    primaryKey({ columns: [t.revisionId, t.runId] }),
    index('reannotations_run').on(t.runId),
    ...workConstraints('reannotations', t),
  ],
)

/** What a revision says: the redacted canonical session (zstd), until its retention ends, and its counts, which stay. */
export const transcripts = pgTable(
  'transcripts',
  {
    revisionId: id('revision_id')
      .primaryKey()
      .references(() => sessionRevisions.id, { onDelete: 'cascade' }),
    canonical: bytea('canonical'),
    telemetry: jsonb('telemetry').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [index('transcripts_expiring').on(t.expiresAt).where(sql`${t.canonical} is not null`)],
)

export const batchLines = pgTable(
  'batch_lines',
  {
    batchId: uuid('batch_id')
      .notNull()
      .references(() => batches.id, { onDelete: 'cascade' }),
    line: integer('line').notNull(),
    outcome: text('outcome').notNull(),
    /** No foreign key: a line outlives its revision, and every upload would pay for the index that finds it. */
    revisionId: id('revision_id'),
    code: text('code'),
    detail: text('detail'),
  },
  (t) => [
    primaryKey({ columns: [t.batchId, t.line] }),
    index('batch_lines_rejected').on(t.batchId, t.line).where(sql`${t.outcome} = 'rejected'`),
    check('batch_lines_outcome', sql`${t.outcome} in ('accepted', 'duplicate', 'revised', 'rejected')`),
  ],
)
