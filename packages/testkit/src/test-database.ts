import { randomUUID } from 'node:crypto'
import { migrateQueue } from '@fieldwork/queue'
import { migrate } from '@fieldwork/store'
import pg from 'pg'

const TEMPLATE = 'fieldwork_template'

/** A database of a test file's own. */
export type TestDatabase = { readonly url: string; drop(): Promise<void> }

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

/** Makes the migrated database, with the queue's schema, that test databases are clones of. */
export async function createTemplate(serverUrl: string): Promise<void> {
  await administer(serverUrl, `create database ${TEMPLATE}`)
  const url = databaseUrl(serverUrl, TEMPLATE)
  await migrate(url)
  await migrateQueue(url)
}

/** A clone of the template. Connections that a test leaves open do not stop `drop`. */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(serverUrl, `create database ${name} template ${TEMPLATE} strategy file_copy`)
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => administer(serverUrl, `drop database ${name} with (force)`),
  }
}
