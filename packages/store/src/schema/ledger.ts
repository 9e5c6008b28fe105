import { sql } from 'drizzle-orm'
import {
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { at, id, now, usd } from './columns.ts'
import { projects } from './projects.ts'
import { sessionRevisions } from './sessions.ts'

const projectOf = () =>
  integer('project_id')
    .notNull()
    .references(() => projects.id, { onDelete: 'cascade' })

/**
 * The ledger: every call to a model, written before it is made. `reserved` until its answer is recorded, `settled` by its
 * true usage, `failed` where it cost nothing, `lost` where nobody knows what it cost: then it counts at its estimate.
 */
export const modelCalls = pgTable(
  'model_calls',
  {
    id: uuid('id').primaryKey(),
    projectId: projectOf(),
    runId: integer('run_id').notNull(),
    /** No foreign key: what was paid stays known when the session is erased. */
    revisionId: id('revision_id').notNull(),
    step: text('step').notNull(),
    attempt: smallint('attempt').notNull(),
    model: text('model').notNull(),
    state: text('state').notNull().default('reserved'),
    /** First day of the UTC month whose limit it counts towards. */
    month: date('month', { mode: 'string' }).notNull(),
    estimateUsd: usd('estimate_usd').notNull(),
    costUsd: usd('cost_usd'),
    inputTokens: integer('input_tokens'),
    outputTokens: integer('output_tokens'),
    cacheReadTokens: integer('cache_read_tokens'),
    cacheWrite5mTokens: integer('cache_write_5m_tokens'),
    cacheWrite1hTokens: integer('cache_write_1h_tokens'),
    requestId: text('request_id'),
    failure: text('failure'),
    messageBatchId: uuid('message_batch_id'),
    createdAt: now('created_at'),
    settledAt: at('settled_at'),
  },
  (t) => [
    index('model_calls_run').on(t.projectId, t.runId),
    index('model_calls_revision').on(t.revisionId, t.runId),
    index('model_calls_reserved').on(t.createdAt).where(sql`${t.state} = 'reserved'`),
    check('model_calls_state', sql`${t.state} in ('reserved', 'settled', 'failed', 'lost')`),
    check('model_calls_cost', sql`(${t.state} = 'reserved') = (${t.costUsd} is null)`),
  ],
)

/** What calls answered, until the labels are written: work that was paid for outlives the worker that asked. */
export const callAnswers = pgTable(
  'call_answers',
  {
    revisionId: id('revision_id')
      .notNull()
      .references(() => sessionRevisions.id, { onDelete: 'cascade' }),
    runId: integer('run_id').notNull(),
    step: text('step').notNull(),
    attempt: smallint('attempt').notNull(),
    callId: uuid('call_id').notNull(),
    promptHash: text('prompt_hash').notNull(),
    answer: jsonb('answer').notNull(),
  },
  (t) => [primaryKey({ columns: [t.revisionId, t.runId, t.step, t.attempt] })],
)

/** Sums of the ledger that limits are checked against: of a run (`run:7`), of a month (`month:2026-11`). */
export const spending = pgTable(
  'spending',
  {
    projectId: projectOf(),
    scope: text('scope').notNull(),
    settledUsd: usd('settled_usd').notNull(),
    /** Estimates of the calls under way. */
    reservedUsd: usd('reserved_usd').notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.scope] })],
)

/** Jobs of queues other than `annotate` that will not be tried again; a session's own end is its state. */
export const deadJobs = pgTable(
  'dead_jobs',
  {
    projectId: projectOf(),
    queue: text('queue').notNull(),
    jobId: text('job_id').notNull(),
    payload: jsonb('payload').notNull(),
    reason: text('reason').notNull(),
    diedAt: now('died_at'),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.queue, t.jobId] })],
)
