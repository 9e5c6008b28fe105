import type { Fact } from '@fieldwork/codebook'
import type { PoolClient } from 'pg'
import { type Database, transaction } from './database.ts'
import { factColumn, factColumnType, factMembers } from './fact-columns.ts'
import { inEither } from './work-tables.ts'

type StoredLabel = {
  readonly classifier: string
  readonly classifierVersion: string
  /** Null where no usable answer was had: `unscorable` then says why. */
  readonly value: unknown
  readonly confidence: number | null
  readonly unscorable?: string | null
  /** SHA-256 of exactly what was asked, in hex. */
  readonly promptHash?: string | null
  /** The call of the ledger that answered. */
  readonly callId?: string | null
}

/** One revision's answers, as they are written: labels with their provenance, and the fact they make. */
export type AnnotatedRevision = Paid & {
  readonly id: number
  readonly sessionId: number
  readonly projectId: number
  readonly revision: number
  readonly person: Buffer
  readonly labels: readonly StoredLabel[]
  readonly provenance: {
    readonly model: string
    readonly settings: Readonly<Record<string, string | number | boolean>>
    readonly promptHash: string
    readonly transcriptCut: boolean
    readonly inputTokens: number
    readonly outputTokens: number
    readonly cacheReadTokens: number
    readonly cacheCreationTokens: number
    readonly costUsd: number
  }
  readonly fact: Fact
}

/** A revision about which no usable answer was had. */
export type UnscorableRevision = { readonly id: number; readonly reason: string } & Paid

type Paid = {
  /** Calls to a model answered, whose answers are kept until this is written. */
  readonly wasPaid?: boolean
}

/**
 * Writes a chunk's answers in one transaction: states, labels, facts, and the months that changed. Only revisions still
 * under `claim` are written; answers to others are dropped, since whoever claimed them after us writes its own.
 * Returns how many were written.
 */
export async function writeAnnotations(
  database: Database,
  runId: number,
  claim: string,
  annotated: readonly AnnotatedRevision[],
  unscorable: readonly UnscorableRevision[],
): Promise<number> {
  return transaction(database, async (client) => {
    const kept = await moveStates(client, claim, annotated, unscorable)
    const paid = [...annotated, ...unscorable].filter(({ wasPaid }) => wasPaid === true).map(({ id }) => id)
    const ours = annotated.filter(({ id }) => kept.has(id))
    if (ours.length > 0) {
      await insertLabels(client, runId, ours)
      await writeFacts(client, runId, ours)
    }
    // The labels hold now what was answered; the ledger keeps what it cost.
    if (paid.length > 0) {
      await client.query('delete from call_answers where run_id = $1 and revision_id = any($2)', [
        runId,
        paid.filter((id) => kept.has(id)),
      ])
    }
    return kept.size
  })
}

async function moveStates(
  client: PoolClient,
  claim: string,
  annotated: readonly AnnotatedRevision[],
  unscorable: readonly UnscorableRevision[],
): Promise<Set<number>> {
  const done = await inEither<{ id: number }>(
    client,
    ({ name, revision }) => `
     update ${name} as held
     set state = case when answer.reason is null then 'annotated' else 'unscorable' end, reason = answer.reason,
         chunk_id = null, claim = null, claim_expires_at = null, state_changed_at = now()
     from unnest($2::bigint[], $3::text[]) as answer (id, reason)
     where held.${revision} = answer.id and state = 'annotating' and claim = $1
     returning answer.id`,
    [
      claim,
      unquoted([...annotated, ...unscorable].map(({ id }) => id)),
      [...annotated.map(() => null), ...unscorable.map(({ reason }) => reason)],
    ],
  )
  return new Set(done.rows.map(({ id }) => id))
}

async function insertLabels(
  client: PoolClient,
  runId: number,
  ours: readonly AnnotatedRevision[],
): Promise<void> {
  const made = await client.query<{ id: number; revisionId: number }>(
    `insert into annotations (run_id, revision_id, model, settings, prompt_hash, transcript_cut, input_tokens,
       output_tokens, cache_read_tokens, cache_creation_tokens, cost_usd)
     select $1, * from unnest($2::bigint[], $3::text[], $4::jsonb[], $5::text[], $6::boolean[], $7::int[], $8::int[],
       $9::int[], $10::int[], $11::numeric[])
     returning id, revision_id as "revisionId"`,
    [
      runId,
      unquoted(ours.map(({ id }) => id)),
      ours.map(({ provenance }) => provenance.model),
      ours.map(({ provenance }) => JSON.stringify(provenance.settings)),
      ours.map(({ provenance }) => provenance.promptHash),
      unquoted(ours.map(({ provenance }) => provenance.transcriptCut)),
      unquoted(ours.map(({ provenance }) => provenance.inputTokens)),
      unquoted(ours.map(({ provenance }) => provenance.outputTokens)),
      unquoted(ours.map(({ provenance }) => provenance.cacheReadTokens)),
      unquoted(ours.map(({ provenance }) => provenance.cacheCreationTokens)),
      unquoted(ours.map(({ provenance }) => provenance.costUsd)),
    ],
  )
  const annotationOf = new Map(made.rows.map(({ id, revisionId }) => [revisionId, id]))
  const rows = ours.flatMap(({ id, labels }) =>
    labels.map((label) => ({ annotation: annotationOf.get(id), label })),
  )
  if (rows.length === 0) return
  await client.query(
    `insert into labels (annotation_id, classifier, classifier_version, value, confidence, unscorable, prompt_hash, call_id)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::jsonb[], $5::real[], $6::text[], $7::text[], $8::uuid[])`,
    [
      rows.map(({ annotation }) => annotation),
      rows.map(({ label }) => label.classifier),
      rows.map(({ label }) => label.classifierVersion),
      rows.map(({ label }) => (label.value === null ? null : JSON.stringify(label.value))),
      rows.map(({ label }) => label.confidence),
      rows.map(({ label }) => label.unscorable ?? null),
      rows.map(({ label }) => label.promptHash ?? null),
      rows.map(({ label }) => label.callId ?? null),
    ],
  )
}

const memberList = factMembers.map(factColumn).join(', ')
const factRows = `unnest($2::bigint[], $3::int[], $4::int[], $5::bytea[], ${factMembers
  .map((member, index) => `$${index + 6}::${factColumnType(member)}[]`)
  .join(', ')})`
const INSERT_FACTS = `
  insert into facts (run_id, session_id, project_id, revision, person, ${memberList})
  select $1, * from ${factRows}
  on conflict (run_id, session_id) do nothing`
const UPDATE_FACTS = `
  update facts as held
  set revision = written.revision, person = written.person,
      ${factMembers
        .map(factColumn)
        .map((column) => `${column} = written.${column}`)
        .join(', ')}
  from ${factRows} as written (session_id, project_id, revision, person, ${memberList})
  where held.run_id = $1 and held.session_id = written.session_id and held.revision < written.revision`

/** A calendar month `2026-04` as the first of it, which is what a date column holds. */
const firstOfMonth = (month: string | null) => (month === null ? null : `${month}-01`)

const factValues = (runId: number, written: readonly AnnotatedRevision[]) => [
  runId,
  unquoted(written.map(({ sessionId }) => sessionId)),
  unquoted(written.map(({ projectId }) => projectId)),
  unquoted(written.map(({ revision }) => revision)),
  written.map(({ person }) => person),
  ...factMembers.map((member) =>
    column(written.map(({ fact }) => (member === 'month' ? firstOfMonth(fact.month) : fact[member]))),
  ),
]

/** Null in place of nulls alone: unnest fills it up, and neither side goes through the values. */
const column = (values: readonly (string | Unquoted)[]) => {
  if (values.every((value) => value === null)) return null
  return values.every(isUnquoted) ? unquoted(values) : values
}

type Unquoted = number | boolean | null
const isUnquoted = (value: string | Unquoted): value is Unquoted => typeof value !== 'string'

/** An array's text where no value can hold a quote: pg would quote each, and Postgres take the quotes off again. */
const unquoted = (values: readonly Unquoted[]) => `{${values.map((value) => value ?? 'NULL').join()}}`

async function writeFacts(
  client: PoolClient,
  runId: number,
  ours: readonly AnnotatedRevision[],
): Promise<void> {
  const newest = [...new Map(inOrder(ours).map((revision) => [revision.sessionId, revision])).values()]
  // Waits for others who write the same facts, so that what they wrote is seen below.
  const inserted = await client.query(INSERT_FACTS, factValues(runId, newest))
  if (inserted.rowCount !== newest.length) {
    // A session's new revision may lie in another month: the month it leaves has changed too.
    await client.query(
      `with held as (
         select project_id, run_id, month from facts where run_id = $1 and session_id = any($2)
         order by session_id for no key update
       )
       insert into fact_changes (project_id, run_id, month) select distinct project_id, run_id, month from held`,
      [runId, newest.map(({ sessionId }) => sessionId)],
    )
    await client.query(UPDATE_FACTS, factValues(runId, newest))
  }
  const changed = [...new Map(newest.map((revision) => [monthKey(revision), revision])).values()]
  await client.query(
    `insert into fact_changes (project_id, run_id, month) select project_id, $1, month
     from unnest($2::int[], $3::date[]) as written (project_id, month)`,
    [runId, changed.map(({ projectId }) => projectId), changed.map(({ fact }) => firstOfMonth(fact.month))],
  )
}

const monthKey = ({ projectId, fact }: AnnotatedRevision) => `${projectId} ${fact.month}`

/** By session, oldest revision first: one statement may not touch a row twice, and locks are taken in one order. */
const inOrder = (ours: readonly AnnotatedRevision[]) =>
  [...ours].sort((a, b) => a.sessionId - b.sessionId || a.revision - b.revision)
