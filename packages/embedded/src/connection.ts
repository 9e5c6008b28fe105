import { Client, escapeIdentifier } from 'pg'

type Address = { readonly port: number; readonly password: string; readonly database: string }

export function connectionUrl({ port, password, database }: Address): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
}

/** Makes the database where it is absent. */
export async function ensureDatabase(address: Address): Promise<void> {
  const client = new Client({
    connectionString: connectionUrl({ ...address, database: 'postgres' }),
    connectionTimeoutMillis: 10_000,
    ssl: false,
  })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [address.database])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(address.database)}`)
  } finally {
    await client.end()
  }
}
