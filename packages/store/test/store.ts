import { createHash, randomUUID } from 'node:crypto'
import { deriveFact, type Fact } from '@fieldwork/codebook'
import type { Telemetry } from '@fieldwork/sessions'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import type { QueryResultRow } from 'pg'
import {
  type AnnotatedRevision,
  acceptBatch,
  acceptLines,
  type ClaimedRevision,
  claimChunk,
  closeBatch,
  type Database,
  ensureCurrentRun,
  ensureProject,
  openBatch,
  openDatabase,
  type Project,
  type ReadLine,
  type Run,
  type SessionLine,
  writeAnnotations,
} from '../src/index.ts'

export type Store = {
  readonly url: string
  readonly database: Database
  readonly project: Project
  readonly run: Run
  close(): Promise<void>
}

/** A database of the test file's own with one project and its run. */
export async function openStore(): Promise<Store> {
  const { url, drop } = await createTestDatabase()
  const database = openDatabase(url)
  const { project, run } = await makeProject(database, 'project')
  const close = async () => {
    await database.close()
    await drop()
  }
  return { url, database, project, run, close }
}

export async function makeProject(database: Database, name: string): Promise<{ project: Project; run: Run }> {
  const project = await ensureProject(database, name)
  return { project, run: await ensureCurrentRun(database, project.id, definition('1')) }
}

export const definition = (annotatorVersion: string) => ({
  codebookVersion: '1',
  annotator: 'local',
  annotatorVersion,
  sessionsPerJob: 3,
  agreement: null,
})

const telemetry: Telemetry = {
  turns: 1,
  actions: 0,
  actionsFailed: null,
  actionsUnanswered: null,
  sidechainActions: null,
  agentTextWords: null,
  agentWords: null,
  linesAdded: null,
  linesRemoved: null,
  filesTouched: null,
  interruptions: null,
  steers: null,
  modelCalls: null,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheCreationTokens: null,
  startedAt: null,
  endedAt: null,
  month: null,
  mainModel: null,
  agent: null,
  entrypoint: null,
  headless: false,
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** What a line says of session `externalId`; other content is another revision. */
export type Said = { externalId: string; content?: string; excluded?: string | null }

export function sessionLine(
  line: number,
  { externalId, content = 'first', excluded = null }: Said,
): SessionLine {
  return {
    line,
    kind: 'session',
    source: 'claude-code',
    externalId,
    person: sha256(externalId).subarray(0, 16),
    contentHash: sha256(content),
    canonical: Buffer.from(content),
    telemetry,
    excluded,
  }
}

export const rejectedLine = (line: number): ReadLine => ({
  line,
  kind: 'rejected',
  code: 'line_not_json',
  detail: '12 bytes that do not parse',
})

const DAY_MS = 86_400_000

/** Posts a batch of these lines, in one commit, as the API does. */
export async function post(
  { database, project }: Pick<Store, 'database' | 'project'>,
  lines: readonly ReadLine[],
  key: string | null = null,
): Promise<{ batchId: string; chunks: readonly string[] }> {
  const client = await database.pool.connect()
  try {
    const { id } = await openBatch(client, project.id, key)
    const chunks = await acceptLines(client, lines, {
      projectId: project.id,
      batchId: id,
      bodyDigest: sha256('body'),
      sessionsPerJob: 3,
      transcriptsExpireAt: new Date(Date.now() + DAY_MS),
    })
    await acceptBatch(client, id)
    await closeBatch(client, project.id, key)
    return { batchId: id, chunks }
  } finally {
    client.release()
  }
}

/** As `post`, of sessions that are named by number: one line each. */
export const postSessions = (store: Store, said: readonly Said[]) =>
  post(
    store,
    said.map((each, index) => sessionLine(index + 1, each)),
  )

export const newClaim = (): string => randomUUID()

/** A fact of which nothing is known but what is given. */
export const factOf = (known: Partial<Fact>): Fact => ({ ...deriveFact(telemetry, {}), ...known })

/** An annotator's answer about a claimed revision: two labels and the fact. */
export function answer(revision: ClaimedRevision, known: Partial<Fact> = {}): AnnotatedRevision {
  const label = { classifierVersion: '1', confidence: 0.5 }
  return {
    ...revision,
    labels: [
      { classifier: 'work_mode', value: 'build', ...label },
      { classifier: 'outcome', value: 'succeeded', ...label },
    ],
    provenance: {
      model: 'rules',
      settings: { temperature: 0 },
      promptHash: 'none',
      transcriptCut: false,
      inputTokens: 1,
      outputTokens: 2,
      cacheReadTokens: 3,
      cacheCreationTokens: 4,
      costUsd: 0.000_1,
    },
    fact: factOf({ month: '2026-04', ...known }),
  }
}

/** Claims a chunk and annotates all of it, as a worker does. */
export async function annotate(
  { database, run }: Pick<Store, 'database' | 'run'>,
  chunk: string,
  known: Partial<Fact> = {},
): Promise<number> {
  const claim = newClaim()
  const claimed = await claimChunk(database, chunk, claim, 60)
  const answers = claimed.map((revision) => answer(revision, known))
  return writeAnnotations(database, run.id, claim, answers, [])
}

/** The clock is the database's: instead of waiting, a test moves the end of a claim into the past. */
export async function runOut(database: Database, claim: string): Promise<void> {
  await database.pool.query(
    `update session_revisions set claim_expires_at = now() - interval '1 second' where claim = $1`,
    [claim],
  )
}

/** As `runOut`, for the retention of a session's transcripts. */
export async function endRetention(database: Database, externalId: string): Promise<void> {
  await database.pool.query(
    `update transcripts set expires_at = now() - interval '1 second'
     where revision_id in (select session_revisions.id from session_revisions
                           join sessions on sessions.id = session_id where external_id = $1)`,
    [externalId],
  )
}

/** Every row of a query. */
export async function rows<Row extends QueryResultRow>(
  database: Database,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await database.pool.query<Row>(sql, [...values])).rows
}

/** `externalId/revision` → its state and reason. */
export async function states(database: Database): Promise<Record<string, string>> {
  const found = await rows<{ name: string; state: string }>(
    database,
    `select external_id || '/' || revision as name, concat_ws(' ', state, reason) as state
     from session_revisions join sessions on sessions.id = session_id`,
  )
  return Object.fromEntries(found.map(({ name, state }) => [name, state]))
}

/** How many connections wait for a lock at this moment. */
export async function waiters(database: Database): Promise<number> {
  const found = await rows<{ n: number }>(
    database,
    `select count(*) as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return found[0]?.n ?? 0
}
