import { type OwnServer, ownPostgres, ownRedis, redisInstalled } from '@fieldwork/testkit'
import { Redis } from 'ioredis'
import { Client } from 'pg'

/** The two backends as tests need them: a server to stop and start, and the loss of everything on it. */
export const backends: readonly {
  readonly name: string
  readonly available: boolean
  make(): Promise<OwnServer>
  wipe(url: string): Promise<void>
}[] = [
  { name: 'Redis', available: redisInstalled(), make: ownRedis, wipe: flushRedis },
  { name: 'Postgres', available: true, make: ownPostgres, wipe: truncateQueue },
]

async function flushRedis(url: string): Promise<void> {
  const client = new Redis(url)
  await client.flushall()
  client.disconnect()
}

/** Empties every table of the queue, the migrator's ledger too. */
async function truncateQueue(url: string): Promise<void> {
  await onPostgres(url, async (client) => {
    const { rows } = await client.query<{ names: string }>(
      `SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS names
         FROM pg_tables WHERE schemaname = 'bullmq'`,
    )
    await client.query(`TRUNCATE ${rows[0]?.names} CASCADE`)
  })
}

export async function onPostgres<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
