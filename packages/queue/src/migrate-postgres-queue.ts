import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  MIGRATION_ADVISORY_LOCK_KEY,
  runMigrations,
} from 'bullmq'
import { Client } from 'pg'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { CONNECT_TIMEOUT_MS, isSchemaMissing, QUEUE_SCHEMA } from './postgres-connection.ts'

/** BullMQ's ledger of migrations, as the schema's comment keeps it. */
const Ledger = Type.Array(
  Type.Object({ version: Type.Integer(), name: Type.String(), min_client_version: Type.Integer() }),
)

/**
 * Brings BullMQ's schema up to date, once for any number of starters. Does nothing when it is, so that starting a
 * process asks for no right to create tables.
 */
export async function migratePostgresQueue(url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'fieldwork-queue-migration',
  })
  // A connection lost between two statements is also an event, which would end the process if nobody listened.
  client.on('error', () => undefined)
  await client.connect()
  try {
    if ((await ledgerVersion(client)) >= LATEST_SCHEMA_VERSION) return
    await client.query('BEGIN')
    try {
      await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [
        MIGRATION_ADVISORY_LOCK_KEY,
        QUEUE_SCHEMA,
      ])
      await restoreLostLedger(client)
      // Its own BEGIN is a no-op inside this transaction and its COMMIT ends it.
      await runMigrations(client, QUEUE_SCHEMA)
      await rememberLedger(client)
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    }
  } finally {
    await client.end()
  }
}

async function ledgerVersion(client: Client): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, QUEUE_SCHEMA)
  } catch (error) {
    if (isSchemaMissing(error)) return 0
    throw error
  }
}

/** Keeps the ledger where TRUNCATE does not reach: in the comment of the schema. */
async function rememberLedger(client: Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('COMMENT ON SCHEMA %I IS %L', $1::text, json_agg(ledger ORDER BY version)::text) AS statement
       FROM (SELECT version, name, min_client_version FROM ${QUEUE_SCHEMA}.migration) AS ledger`,
    [QUEUE_SCHEMA],
  )
  if (rows[0]) await client.query(rows[0].statement)
}

/**
 * Tables without a ledger were truncated by someone, and the migrations, which create them, would fail for ever. The
 * ledger is put back as it was. Where it was never remembered the schema is made anew: it holds nothing that the
 * sweep does not bring back.
 */
async function restoreLostLedger(client: Client): Promise<void> {
  const { rows } = await client.query<{ tables: boolean; ledger: boolean; remembered: string | null }>(
    `SELECT to_regclass($1) IS NOT NULL AS tables, to_regclass($2) IS NOT NULL AS ledger,
            obj_description(to_regnamespace($3), 'pg_namespace') AS remembered`,
    [`${QUEUE_SCHEMA}.job`, `${QUEUE_SCHEMA}.migration`, QUEUE_SCHEMA],
  )
  const found = rows[0]
  if (!found?.tables) return
  if (found.ledger) {
    const kept = await client.query(`SELECT 1 FROM ${QUEUE_SCHEMA}.migration LIMIT 1`)
    if (kept.rows.length > 0) return
    if (isLedger(found.remembered)) {
      await client.query(
        `INSERT INTO ${QUEUE_SCHEMA}.migration (version, name, min_client_version)
         SELECT version, name, min_client_version
           FROM json_to_recordset($1) AS ledger (version integer, name text, min_client_version integer)`,
        [found.remembered],
      )
      return
    }
  }
  await client.query(`DROP SCHEMA ${QUEUE_SCHEMA} CASCADE`)
}

function isLedger(comment: string | null): comment is string {
  try {
    return comment !== null && Value.Check(Ledger, JSON.parse(comment))
  } catch {
    return false
  }
}
