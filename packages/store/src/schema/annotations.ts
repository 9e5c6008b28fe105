import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  check,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, now, runOfSession } from './columns.ts'
import { sessionRevisions } from './sessions.ts'

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
    /** Null where no usable answer was had; `unscorable` then says why. */
    value: jsonb('value'),
    confidence: real('confidence'),
    unscorable: text('unscorable'),
    /** SHA-256 of exactly what was asked, in hex. */
    promptHash: text('prompt_hash'),
    /** The call that answered, in `model_calls`; null where no model was called. */
    callId: uuid('call_id'),
  },
  (t) => [
    primaryKey({ columns: [t.annotationId, t.classifier] }),
    check('labels_unscorable', sql`(${t.value} is null) = (${t.unscorable} is not null)`),
  ],
)
