import { migrateQueue } from '@fieldwork/queue'
import { freePort, redisInstalled, spawnRedis } from '@fieldwork/testkit'
import type { TestQueue } from '@fieldwork/testkit/vitest'
import pg from 'pg'
import { describe, test } from 'vitest'
import { TEST_TIMEOUT_MS } from './backends.ts'
import { type OwnServer, startOwnPostgres } from './own-postgres.ts'

/** A queue on a server of its own. Stopped, Redis loses all that it holds and Postgres nothing. */
export type OwnQueue = TestQueue &
  OwnServer & {
    /** Loses everything that is on it. */
    wipe(): Promise<void>
  }

/** A suite per backend of the queue, on a server that it may stop and empty. */
export function describeOwnQueues(what: string, define: (startQueue: () => Promise<OwnQueue>) => void): void {
  const timeout = TEST_TIMEOUT_MS
  describe(`${what}, queue on Postgres`, { timeout }, () => define(startPostgresQueue))
  if (redisInstalled()) describe(`${what}, queue on Redis`, { timeout }, () => define(startRedisQueue))
  else test.skip(`${what}, queue on Redis: no redis-server is on the PATH`)
}

const prefix = 'test'

async function startPostgresQueue(): Promise<OwnQueue> {
  const server = await startOwnPostgres()
  await migrateQueue(server.url)
  return { ...server, prefix, wipe: () => truncateQueue(server.url) }
}

async function startRedisQueue(): Promise<OwnQueue> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let server = await spawnRedis(port)
  return {
    url,
    prefix,
    stop: () => server.stop(),
    async start() {
      server = await spawnRedis(port)
    },
    wipe: () => server.flush(),
    [Symbol.asyncDispose]: () => server.stop(),
  }
}

/** Empties every table of the queue, the ledger of its migrations too. */
async function truncateQueue(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ names: string }>(
      `select string_agg(format('%I.%I', schemaname, tablename), ', ') as names
       from pg_tables where schemaname = 'bullmq'`,
    )
    await client.query(`truncate ${rows[0]?.names} cascade`)
  } finally {
    await client.end()
  }
}
