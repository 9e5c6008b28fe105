import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'

/** Connections to one Postgres: `pool` for set-based statements, `query` for typed ones. */
export type Database = {
  readonly pool: pg.Pool
  readonly query: NodePgDatabase
  close(): Promise<void>
}

const INT8 = 20
const DATE = 1082

/** Identifiers and counts stay below 2^53, so that int8 comes back as a number; a date is a day and no moment. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return Number
    if (oid === DATE) return String
    return pg.types.getTypeParser(oid, format)
  },
}

/**
 * A row by its index costs hardly more than one of a scan: tables are in memory or on a solid-state disk. With
 * Postgres's own 4, meant for turning disks, the few hundred rows of a chunk are looked for by reading whole tables.
 */
const PLANNER = '-c random_page_cost=1.1'

/**
 * Opens a pool of at most `connections` connections. Nothing is connected yet. Errors of idle connections (a server
 * that restarts) go to `onError`; the pool replaces the connection by itself.
 */
export function openDatabase(
  url: string,
  options: { connections?: number; onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'fieldwork',
    options: PLANNER,
    types,
  })
  pool.on('error', (error) => options.onError?.(error))
  return { pool, query: drizzle(pool), close: () => pool.end() }
}

export type Isolation = 'read committed' | 'repeatable read'

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(
  client: pg.ClientBase,
  work: () => Promise<T>,
  isolation: Isolation = 'read committed',
): Promise<T> {
  await client.query(`begin isolation level ${isolation}`)
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {}) // the connection may be what failed; the first error tells
    throw error
  }
}

/** Runs `work` on a connection of the pool. One that broke meanwhile is thrown away. */
export async function onConnection<T>(
  database: Database,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    return await work(client)
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

/** As `inTransaction`, on a connection of the pool. */
export function transaction<T>(database: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return onConnection(database, (client) => inTransaction(client, () => work(client)))
}
