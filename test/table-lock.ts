import pg from 'pg'

/** Locks a table against everyone until disposed. */
export async function lockTable(databaseUrl: string, table: string): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('begin')
  await client.query(`lock table ${table} in access exclusive mode`)
  return { [Symbol.asyncDispose]: () => client.end() }
}
