import { migratePostgresQueue } from './migrate-postgres-queue.ts'
import { backendOf } from './queue-url.ts'
import { evictionWarning, producerRedis } from './redis-connection.ts'
import { withinLimit } from './time-limit.ts'

export type QueueMigration = { readonly warnings: readonly string[] }

/**
 * Makes the queue ready for use: BullMQ's tables on Postgres, nothing on Redis, where a setting that loses jobs is
 * answered as a warning. Any number of processes may call it at once. Throws FieldworkError('queue_unavailable').
 */
export async function migrateQueue(url: string, limitMs = 30_000): Promise<QueueMigration> {
  if (backendOf(url) === 'postgres') {
    await withinLimit(() => migratePostgresQueue(url), limitMs, 'migrating the queue')
    return { warnings: [] }
  }
  const client = producerRedis(url)
  // Its failure reaches the caller through the command that fails.
  client.on('error', () => undefined)
  try {
    const warning = await withinLimit(() => evictionWarning(client), limitMs, 'reading the settings of Redis')
    return { warnings: warning === null ? [] : [warning] }
  } finally {
    client.disconnect()
  }
}
