import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import { bytea, id, now, runOfSession } from './columns.ts'
import { runs } from './projects.ts'
import { sessions } from './sessions.ts'

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
