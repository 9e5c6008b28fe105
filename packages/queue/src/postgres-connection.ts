import type { PoolConfig } from 'pg'

/** BullMQ's own schema, apart from Fieldwork's tables; it may be emptied or dropped at any time. */
export const QUEUE_SCHEMA = 'bullmq'

export const CONNECT_TIMEOUT_MS = 5_000
/** Longest a statement of the queue may take. A dead network peer would otherwise be waited for until TCP gives up. */
const QUERY_TIMEOUT_MS = 30_000

/**
 * Configuration of a pool onto the queue's schema, which is its search path. `options` of the address are kept
 * beside it: left in the address they would win over the search path.
 */
export function queuePoolConfig(url: string, connections: number, name: string) {
  const { address, options } = splitOptions(url)
  return {
    connectionString: address,
    options: `${options} -c search_path=${QUEUE_SCHEMA}`.trim(),
    max: connections,
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  } satisfies PoolConfig
}

function splitOptions(url: string): { address: string; options: string } {
  if (!/[?&]options=/.test(url)) return { address: url, options: '' }
  const address = new URL(url)
  const options = address.searchParams.get('options') ?? ''
  address.searchParams.delete('options')
  return { address: address.href, options }
}

const SQLSTATE_OF_MISSING_SCHEMA = new Set(['42P01', '42883', '3F000'])

/** Whether an error says that the queue's tables or functions are not there. */
export function isSchemaMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'SchemaMigrationRequiredError') return true
  return 'code' in error && typeof error.code === 'string' && SQLSTATE_OF_MISSING_SCHEMA.has(error.code)
}
