import { createTestDatabase } from '@fieldwork/testkit/vitest'
import type { QueryResultRow } from 'pg'
import {
  type Database,
  ensureCurrentRun,
  ensureProject,
  openDatabase,
  type Project,
  type Run,
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
  settings: {},
  sessionsPerJob: 3,
  agreement: null,
})

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
