import type { StatedAgreement } from '@fieldwork/codebook'
import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgSequence,
  pgTable,
  primaryKey,
  real,
  serial,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { sessionStates, unfinishedStates } from './session-state.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const id = (name: string) => bigint(name, { mode: 'number' })
const at = (name: string) => timestamp(name, { withTimezone: true })
const now = (name: string) => at(name).notNull().defaultNow()
const inList = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

export const projects = pgTable('projects', {
  id: serial('id').primaryKey(),
  name: text('name').notNull().unique(),
  pseudonymKey: bytea('pseudonym_key').notNull(),
  currentRunId: integer('current_run_id'),
  createdAt: now('created_at'),
})

export const apiKeys = pgTable(
  'api_keys',
  {
    id: serial('id').primaryKey(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    hash: bytea('hash').notNull().unique(),
    scopes: text('scopes').array().notNull(),
    createdAt: now('created_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [check('api_keys_hash', sql`octet_length(${t.hash}) = 32`)],
)

/** Codebook version × annotator. What a project's sessions are annotated by. */
export const runs = pgTable(
  'runs',
  {
    id: serial('id').primaryKey(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    codebookVersion: text('codebook_version').notNull(),
    annotator: text('annotator').notNull(),
    annotatorVersion: text('annotator_version').notNull(),
    sessionsPerJob: integer('sessions_per_job').notNull(),
    agreement: jsonb('agreement').$type<StatedAgreement>(),
    createdAt: now('created_at'),
  },
  (t) => [unique().on(t.projectId, t.codebookVersion, t.annotator, t.annotatorVersion)],
)

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
    state: text('state').notNull().default('pending'),
    reason: text('reason'),
    attempts: smallint('attempts').notNull().default(0),
    chunkId: id('chunk_id'),
    claim: uuid('claim'),
    claimExpiresAt: at('claim_expires_at'),
    stateChangedAt: now('state_changed_at'),
  },
  (t) => [
    unique().on(t.sessionId, t.revision),
    // What is finished has no chunk. That the state is no part of an index lets a claim be written into the same page (HOT).
    index('session_revisions_waiting').on(t.chunkId).where(sql`${t.chunkId} is not null`),
    check('session_revisions_state', sql`${t.state} in (${inList(sessionStates)})`),
    check(
      'session_revisions_reason',
      sql`(${t.state} in ('excluded', 'unscorable', 'dead', 'parked')) = (${t.reason} is not null)`,
    ),
    check(
      'session_revisions_claim',
      sql`(${t.state} = 'annotating') = (${t.claim} is not null)
        and (${t.claim} is null) = (${t.claimExpiresAt} is null)`,
    ),
    // Waiting work is found by its chunk: without one it would wait for ever.
    check(
      'session_revisions_chunk',
      sql`(${t.chunkId} is not null) = (${t.state} in (${inList(unfinishedStates)}))`,
    ),
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

/**
 * The run of a row that is written once a session. It is not checked against `runs`, row by row: the check took a sixth of
 * the time of writing, no run is ever deleted but with its project, and then these rows go with their session.
 */
const runOfSession = () => integer('run_id').notNull()

/** One answer of an annotator about one revision: where the labels that name it come from, and what it cost. */
export const annotations = pgTable(
  'annotations',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    runId: runOfSession(),
    revisionId: id('revision_id')
      .notNull()
      .references(() => sessionRevisions.id, { onDelete: 'cascade' }),
    model: text('model').notNull(),
    settings: jsonb('settings').notNull(),
    promptHash: text('prompt_hash').notNull(),
    transcriptCut: boolean('transcript_cut').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    cacheReadTokens: integer('cache_read_tokens').notNull(),
    cacheCreationTokens: integer('cache_creation_tokens').notNull(),
    costUsd: numeric('cost_usd', { precision: 14, scale: 8 }).notNull(),
    createdAt: now('created_at'),
  },
  (t) => [unique().on(t.revisionId, t.runId)],
)

export const labels = pgTable(
  'labels',
  {
    annotationId: id('annotation_id')
      .notNull()
      .references(() => annotations.id, { onDelete: 'cascade' }),
    classifier: text('classifier').notNull(),
    classifierVersion: text('classifier_version').notNull(),
    value: jsonb('value').notNull(),
    confidence: real('confidence'),
  },
  (t) => [primaryKey({ columns: [t.annotationId, t.classifier] })],
)

/** The newest annotated revision of each session, flat: the rows every cohort is computed from. */
export const facts = pgTable(
  'facts',
  {
    runId: runOfSession(),
    sessionId: id('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    projectId: integer('project_id').notNull(),
    revision: integer('revision').notNull(),
    person: bytea('person').notNull(),
    month: date('month', { mode: 'string' }),
    headless: boolean('headless').notNull(),
    agent: text('agent'),
    entrypoint: text('entrypoint'),
    mainModel: text('main_model'),
    turns: integer('turns').notNull(),
    actions: integer('actions').notNull(),
    actionsFailed: integer('actions_failed'),
    // Sums of counts that a posted session states itself, each up to 2^53: past int8, exact where they can be.
    agentWords: doublePrecision('agent_words'),
    linesAdded: doublePrecision('lines_added'),
    linesRemoved: doublePrecision('lines_removed'),
    filesTouched: integer('files_touched'),
    interruptions: integer('interruptions'),
    steers: integer('steers'),
    modelCalls: integer('model_calls'),
    workMode: text('work_mode'),
    workModeGroup: text('work_mode_group'),
    codebase: text('codebase'),
    expertise: smallint('expertise'),
    occupationUser: text('occupation_user'),
    occupationWork: text('occupation_work'),
    outcome: text('outcome'),
    successSignal: smallint('success_signal'),
    failureSignal: smallint('failure_signal'),
    taskValueUsd: doublePrecision('task_value_usd'),
    userPlanningShare: doublePrecision('user_planning_share'),
    userExecutionShare: doublePrecision('user_execution_share'),
    verifiedSuccess: boolean('verified_success'),
    atLeastPartial: boolean('at_least_partial'),
    hitTrouble: boolean('hit_trouble'),
    abandoned: boolean('abandoned'),
    wroteCode: boolean('wrote_code'),
    softwareUser: boolean('software_user'),
  },
  (t) => [
    primaryKey({ columns: [t.sessionId, t.runId] }),
    index('facts_month').on(t.runId, t.month),
    check('facts_month_first', sql`extract(day from ${t.month}) = 1`),
  ],
)

/** Months whose facts changed since the aggregator last looked. Only ever appended to and, by the aggregator, emptied. */
export const factChanges = pgTable('fact_changes', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  projectId: integer('project_id').notNull(),
  runId: integer('run_id')
    .notNull()
    .references(() => runs.id, { onDelete: 'cascade' }),
  month: date('month', { mode: 'string' }),
  changedAt: now('changed_at'),
})

/** Cohort metrics as materialised: the exact sums of one metric in one cell, from which estimates are made. */
export const cohortMetrics = pgTable(
  'cohort_metrics',
  {
    runId: integer('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    cohort: text('cohort').notNull(),
    metric: text('metric').notNull(),
    cell: jsonb('cell').notNull(),
    month: date('month', { mode: 'string' }),
    sessions: numeric('sessions').notNull(),
    people: numeric('people').notNull(),
    sum: numeric('sum').notNull(),
    sumSquares: numeric('sum_squares').notNull(),
    crossSum: numeric('cross_sum').notNull(),
    clusterSizeSquares: numeric('cluster_size_squares').notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.cohort, t.metric, t.cell] })],
)

export const materialisations = pgTable(
  'materialisations',
  {
    runId: integer('run_id')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    cohort: text('cohort').notNull(),
    /** SHA-256 of the cohort as the catalogue defined it: another one is computed whole. */
    definition: bytea('definition').notNull(),
    materialisedAt: now('materialised_at'),
  },
  (t) => [primaryKey({ columns: [t.runId, t.cohort] })],
)

/** What processes on several hosts share for a while, by key; for example what is left of a rate limit. */
export const sharedStates = pgTable('shared_states', {
  key: text('key').primaryKey(),
  state: jsonb('state').notNull(),
})
