import { chmod, mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client, type QueryResultRow } from 'pg'
import { onTestFinished } from 'vitest'
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../src/index.ts'

export const throwAway = { database: 'fieldwork', settings: { fsync: 'off' } } as const

/** A folder with a space in its path, which other users may pass through. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'fieldwork embedded '))
  await chmod(folder, 0o711)
  return folder
}

/** A folder that is there as long as the test. Removing it fails where the test left a server. */
export async function temporaryFolder(): Promise<string> {
  const folder = await makeFolder()
  onTestFinished(() => removeEmbeddedPostgres(folder))
  return folder
}

/** A server that is there as long as the test. */
export async function started(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(options)
  onTestFinished(() => server.stop())
  return server
}

export async function ask<Row extends QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
