import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '@fieldwork/embedded'
import { createDatabase, createTemplate } from '@fieldwork/testkit'
import pg from 'pg'

/** What is measured is what is deployed, so the server keeps its defaults: every commit waits for the disk. */
const SETTINGS = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const

export type BenchPostgres = {
  readonly version: string
  readonly settings: typeof SETTINGS
  /** Runs `work` with the address of a new, migrated database, and drops it. Nothing of before is left to write. */
  withDatabase<T>(work: (url: string) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** The embedded server, also where a Docker engine answers: the same binaries and no network between. */
export async function startPostgres(): Promise<BenchPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fieldwork-bench-'))
  const server = await startEmbeddedPostgres({ folder, database: 'fieldwork', settings: SETTINGS })
  await createTemplate(server.url)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const version = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  return {
    version: version.rows[0]?.version ?? 'unknown',
    settings: SETTINGS,
    async withDatabase(work) {
      const database = await createDatabase(server.url)
      try {
        await client.query('checkpoint')
        return await work(database.url)
      } finally {
        await database.drop()
      }
    },
    async stop() {
      await client.end()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
