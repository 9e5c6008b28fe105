import type pg from 'pg'

/**
 * The two tables in which the annotation of a revision stands: its first one with the revision itself, each later one,
 * under another run, in a row of its own. Chunks are numbered together, so that a chunk is in one of them only.
 */
export type WorkTable = {
  readonly name: 'session_revisions' | 'reannotations'
  /** Its column that names the revision. */
  readonly revision: 'id' | 'revision_id'
}

export const workTables: readonly [WorkTable, WorkTable] = [
  { name: 'session_revisions', revision: 'id' },
  { name: 'reannotations', revision: 'revision_id' },
]

/** Sends a statement about a chunk to the table that has it: to the second where the first has nothing of it. */
export async function inEither<Row extends pg.QueryResultRow>(
  client: Pick<pg.ClientBase, 'query'> | pg.Pool,
  statement: (table: WorkTable) => string,
  values: readonly unknown[],
): Promise<pg.QueryResult<Row>> {
  const [first, again] = workTables
  const found = await client.query<Row>(statement(first), [...values])
  return (found.rowCount ?? 0) > 0 ? found : client.query<Row>(statement(again), [...values])
}

/** Sends a statement to both tables; gives the rows that both return, and how many they changed. */
export async function inBoth<Row extends pg.QueryResultRow>(
  client: Pick<pg.ClientBase, 'query'> | pg.Pool,
  statement: (table: WorkTable) => string,
  values: readonly unknown[],
): Promise<{ readonly rows: readonly Row[]; readonly rowCount: number }> {
  const results: pg.QueryResult<Row>[] = []
  for (const table of workTables) results.push(await client.query<Row>(statement(table), [...values]))
  return {
    rows: results.flatMap(({ rows }) => rows),
    rowCount: results.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0),
  }
}
