import type { TestProject } from 'vitest/node'
import { startPostgresServer } from './postgres-server.ts'
import { startRedisServer } from './redis-server.ts'
import { createTemplate } from './test-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The Postgres server that test files make their databases on. */
    postgresUrl: string
    /** A Redis that test files share, each under a prefix of its own; null where none can be had. */
    redisUrl: string | null
  }
}

/** Starts what all test files share, says what it is, and stops it after the last of them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, redis] = await Promise.all([startPostgresServer(), startRedisServer()])
  await createTemplate(postgres.url)
  project.provide('postgresUrl', postgres.url)
  project.provide('redisUrl', redis?.url ?? null)
  const without = 'none: the Redis half is skipped (install redis-server, or run a Docker engine)'
  console.log(`Tests run on: ${postgres.description}; ${redis?.description ?? without}.`)
  return async () => {
    await Promise.all([postgres.stop(), redis?.stop()])
  }
}
