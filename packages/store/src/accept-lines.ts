import type { ErrorCode } from '@fieldwork/errors'
import type { Telemetry } from '@fieldwork/sessions'
import type { PoolClient } from 'pg'
import { copyRows, int8, jsonb, timestamptz } from './copy-binary.ts'
import { inTransaction } from './database.ts'

/** A line that was read: everything about it but its place among the sessions already known. */
export type SessionLine = {
  readonly line: number
  readonly kind: 'session'
  readonly source: string
  readonly externalId: string
  readonly person: Buffer
  readonly contentHash: Buffer
  /** The redacted canonical session, zstd. */
  readonly canonical: Buffer
  readonly telemetry: Telemetry
  /** Why the session is not annotated, or null where it is. */
  readonly excluded: string | null
}
type RejectedLine = {
  readonly line: number
  readonly kind: 'rejected'
  readonly code: ErrorCode
  readonly detail: string
}
export type ReadLine = SessionLine | RejectedLine

export type AcceptOptions = {
  readonly projectId: number
  readonly batchId: string
  /** SHA-256 of the body up to and with the last of these lines. */
  readonly bodyDigest: Buffer
  readonly sessionsPerJob: number
  readonly transcriptsExpireAt: Date
}

type Known = { readonly id: number; latest: number; readonly revisions: Map<string, number> }
type Revision = {
  readonly line: SessionLine
  readonly sessionId: number
  readonly revision: number
  readonly outcome: 'accepted' | 'revised'
}

const keyOf = (line: SessionLine) => `${line.source}\n${line.externalId}`

/**
 * Commits consecutive lines of a batch in one transaction: each ends as accepted, duplicate, revised or rejected, the
 * batch's counts move by exactly these lines, and new revisions wait in chunks. Returns the chunks to enqueue. Content
 * known of a session is a duplicate, other content a revision (design: the way of one session).
 */
export async function acceptLines(
  client: PoolClient,
  lines: readonly ReadLine[],
  options: AcceptOptions,
): Promise<readonly string[]> {
  const sessions = lines.filter((line) => line.kind === 'session')
  return inTransaction(client, async () => {
    const known = await lockSessions(client, options.projectId, sessions)
    const revisions = decide(sessions, known)
    const chunks = await insertRevisions(client, revisions, known, options.sessionsPerJob)
    await copyTranscripts(client, revisions, known, options.transcriptsExpireAt)
    await supersede(client, revisions)
    await recordLines(client, lines, revisions, known, options)
    return chunks
  })
}

/** Makes the sessions that are new and locks them all, in one order, so that two uploads cannot deadlock. */
async function lockSessions(
  client: PoolClient,
  projectId: number,
  lines: readonly SessionLine[],
): Promise<Map<string, Known>> {
  const known = new Map<string, Known>()
  if (lines.length === 0) return known
  const unique = [...new Map(lines.map((line) => [keyOf(line), line])).values()]
  const sources = unique.map((line) => line.source)
  const ids = unique.map((line) => line.externalId)
  await client.query(
    `insert into sessions (project_id, source, external_id, person)
     select $1, source, external_id, person
     from unnest($2::text[], $3::text[], $4::bytea[]) as posted (source, external_id, person)
     order by source, external_id
     on conflict (project_id, source, external_id) do nothing`,
    [projectId, sources, ids, unique.map((line) => line.person)],
  )
  const locked = await client.query<{ id: number; source: string; externalId: string; latest: number }>(
    `select id, source, external_id as "externalId", latest_revision as latest
     from sessions join unnest($2::text[], $3::text[]) as posted (source, external_id) using (source, external_id)
     where project_id = $1 order by source, external_id for no key update of sessions`,
    [projectId, sources, ids],
  )
  for (const row of locked.rows) {
    known.set(`${row.source}\n${row.externalId}`, { id: row.id, latest: row.latest, revisions: new Map() })
  }
  await readRevisions(client, known)
  return known
}

/** What is known of the sessions that had been posted before. */
async function readRevisions(client: PoolClient, known: ReadonlyMap<string, Known>): Promise<void> {
  const earlier = new Map([...known.values()].filter((session) => session.latest > 0).map((s) => [s.id, s]))
  if (earlier.size === 0) return
  const found = await client.query<{ id: number; sessionId: number; hash: string }>(
    `select id, session_id as "sessionId", encode(content_hash, 'hex') as hash
     from session_revisions where session_id = any($1)`,
    [[...earlier.keys()]],
  )
  for (const row of found.rows) earlier.get(row.sessionId)?.revisions.set(row.hash, row.id)
}

/** Which lines are revisions nobody posted before, in the order of the lines. */
function decide(lines: readonly SessionLine[], known: ReadonlyMap<string, Known>): readonly Revision[] {
  const posted = new Set<string>()
  return lines.flatMap((line) => {
    const session = known.get(keyOf(line))
    if (session === undefined) throw new Error(`session of line ${line.line} was not locked`)
    const hash = line.contentHash.toString('hex')
    const content = `${session.id}\n${hash}`
    if (session.revisions.has(hash) || posted.has(content)) return []
    posted.add(content)
    const outcome = session.latest === 0 ? 'accepted' : 'revised'
    session.latest += 1
    return [{ line, sessionId: session.id, revision: session.latest, outcome } as const]
  })
}

async function insertRevisions(
  client: PoolClient,
  revisions: readonly Revision[],
  known: ReadonlyMap<string, Known>,
  sessionsPerJob: number,
): Promise<readonly string[]> {
  if (revisions.length === 0) return []
  const waiting = revisions.filter(({ line }) => line.excluded === null)
  const chunks = await client.query<{ id: string }>(
    `select nextval('chunk_ids')::text as id from generate_series(1, $1)`,
    [Math.ceil(waiting.length / sessionsPerJob)],
  )
  const chunkOf = new Map(
    waiting.map((revision, index) => [revision, chunks.rows[Math.floor(index / sessionsPerJob)]?.id ?? null]),
  )
  const inserted = await client.query<{ id: number; sessionId: number; hash: string }>(
    `insert into session_revisions (session_id, revision, content_hash, chunk_id, state, reason)
     select session_id, revision, content_hash, chunk_id,
            case when excluded is null then 'pending' else 'excluded' end, excluded
     from unnest($1::bigint[], $2::int[], $3::bytea[], $4::bigint[], $5::text[])
       as posted (session_id, revision, content_hash, chunk_id, excluded)
     returning id, session_id as "sessionId", encode(content_hash, 'hex') as hash`,
    [
      revisions.map(({ sessionId }) => sessionId),
      revisions.map(({ revision }) => revision),
      revisions.map(({ line }) => line.contentHash),
      revisions.map((revision) => chunkOf.get(revision) ?? null),
      revisions.map(({ line }) => line.excluded),
    ],
  )
  const byId = new Map([...known.values()].map((session) => [session.id, session]))
  for (const row of inserted.rows) byId.get(row.sessionId)?.revisions.set(row.hash, row.id)
  await client.query(
    `update sessions set latest_revision = posted.revision, person = posted.person
     from unnest($1::bigint[], $2::int[], $3::bytea[]) as posted (id, revision, person)
     where sessions.id = posted.id and posted.revision > sessions.latest_revision`,
    latestOf(revisions),
  )
  return chunks.rows.map(({ id }) => id)
}

/** The last revision of each session: an update takes one row a session, and any of several. */
function latestOf(revisions: readonly Revision[]): [number[], number[], Buffer[]] {
  const latest = [...new Map(revisions.map((revision) => [revision.sessionId, revision])).values()]
  return [
    latest.map(({ sessionId }) => sessionId),
    latest.map(({ revision }) => revision),
    latest.map(({ line }) => line.person),
  ]
}

function revisionIdOf(line: SessionLine, known: ReadonlyMap<string, Known>): number {
  const id = known.get(keyOf(line))?.revisions.get(line.contentHash.toString('hex'))
  if (id === undefined) throw new Error(`line ${line.line} has no revision`)
  return id
}

async function copyTranscripts(
  client: PoolClient,
  revisions: readonly Revision[],
  known: ReadonlyMap<string, Known>,
  expiresAt: Date,
): Promise<void> {
  if (revisions.length === 0) return
  const expires = timestamptz(expiresAt)
  await copyRows(
    client,
    'transcripts (revision_id, canonical, telemetry, expires_at)',
    revisions.map(({ line }) => [
      int8(revisionIdOf(line, known)),
      line.canonical,
      jsonb(JSON.stringify(line.telemetry)),
      expires,
    ]),
  )
}

/** An older revision that nobody has looked at yet need not be: its successor says all that it says. */
async function supersede(client: PoolClient, revisions: readonly Revision[]): Promise<void> {
  const revised = revisions.filter(({ revision }) => revision > 1)
  if (revised.length === 0) return
  await client.query(
    `update session_revisions old
     set state = 'excluded', reason = 'superseded', chunk_id = null, state_changed_at = now()
     from unnest($1::bigint[], $2::int[]) as posted (session_id, revision)
     where old.session_id = posted.session_id and old.revision < posted.revision
       and old.state in ('pending', 'parked')`,
    [revised.map(({ sessionId }) => sessionId), revised.map(({ revision }) => revision)],
  )
}

/** Every line's end, and the batch's counts with them: they cannot come apart. */
async function recordLines(
  client: PoolClient,
  lines: readonly ReadLine[],
  revisions: readonly Revision[],
  known: ReadonlyMap<string, Known>,
  options: AcceptOptions,
): Promise<void> {
  const outcomeOf = new Map<ReadLine, string>(revisions.map(({ line, outcome }) => [line, outcome]))
  const outcomes = lines.map((line) =>
    line.kind === 'rejected' ? 'rejected' : (outcomeOf.get(line) ?? 'duplicate'),
  )
  await client.query(
    `insert into batch_lines (batch_id, line, outcome, revision_id, code, detail)
     select $1, * from unnest($2::int[], $3::text[], $4::bigint[], $5::text[], $6::text[])`,
    [
      options.batchId,
      lines.map(({ line }) => line),
      outcomes,
      lines.map((line) => (line.kind === 'session' ? revisionIdOf(line, known) : null)),
      lines.map((line) => (line.kind === 'rejected' ? line.code : null)),
      lines.map((line) => (line.kind === 'rejected' ? line.detail : null)),
    ],
  )
  const count = (outcome: string) => outcomes.filter((value) => value === outcome).length
  await client.query(
    `update batches set posted = posted + $2, accepted = accepted + $3, duplicate = duplicate + $4,
       revised = revised + $5, rejected = rejected + $6, body_digest = $7 where id = $1`,
    [
      options.batchId,
      lines.length,
      count('accepted'),
      count('duplicate'),
      count('revised'),
      count('rejected'),
      options.bodyDigest,
    ],
  )
}
