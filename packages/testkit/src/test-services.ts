import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, type TestDatabase } from './test-database.ts'

/** A database of the calling test file's own, cloned from the migrated template. */
export const createTestDatabase = (): Promise<TestDatabase> => createDatabase(inject('postgresUrl'))

/** A queue of a test's own: its address and the prefix it lives under on a shared Redis. */
export type TestQueue = { readonly url: string; readonly prefix: string }

/** The queue backends there are here, by name; `of` gives a queue beside the given database. */
export function queueBackends(): readonly {
  readonly name: 'Postgres' | 'Redis'
  of(databaseUrl: string): TestQueue
}[] {
  const redisUrl = inject('redisUrl')
  const prefix = () => `test-${randomUUID()}`
  return [
    { name: 'Postgres', of: (databaseUrl) => ({ url: databaseUrl, prefix: prefix() }) },
    ...(redisUrl === null
      ? []
      : [{ name: 'Redis' as const, of: () => ({ url: redisUrl, prefix: prefix() }) }]),
  ]
}
