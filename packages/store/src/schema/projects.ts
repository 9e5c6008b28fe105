import type { StatedAgreement } from '@fieldwork/codebook'
import { sql } from 'drizzle-orm'
import { boolean, check, integer, jsonb, pgTable, serial, text, unique } from 'drizzle-orm/pg-core'
import { at, bytea, now, usd } from './columns.ts'

/** Settings of an annotator, as a run keeps them. */
export type RunSettings = Readonly<Record<string, string | number | boolean>>

export const projects = pgTable('projects', {
  id: serial('id').primaryKey(),
  name: text('name').notNull().unique(),
  pseudonymKey: bytea('pseudonym_key').notNull(),
  currentRunId: integer('current_run_id'),
  /** Somebody chose the current run; else it follows the annotator of the workers' environment. */
  runChosen: boolean('run_chosen').notNull().default(false),
  /** USD that all runs of the project may cost in a calendar month (UTC); null where nothing is set. */
  monthlyLimitUsd: usd('monthly_limit_usd'),
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

/** Codebook version × annotator with its settings. What a project's sessions are annotated by. */
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
    /** What else decides how it answers: a model, a strategy. Another setting is another run. */
    settings: jsonb('settings').$type<RunSettings>().notNull().default({}),
    sessionsPerJob: integer('sessions_per_job').notNull(),
    agreement: jsonb('agreement').$type<StatedAgreement>(),
    /** USD that the run may cost; null where nothing is set. */
    limitUsd: usd('limit_usd'),
    /** Why nothing of it goes on until somebody resumes it; null while it goes on. */
    stopped: text('stopped'),
    createdAt: now('created_at'),
  },
  (t) => [
    unique('runs_identity').on(t.projectId, t.codebookVersion, t.annotator, t.annotatorVersion, t.settings),
  ],
)
