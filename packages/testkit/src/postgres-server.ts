import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '@fieldwork/embedded'
import { PostgreSqlContainer } from '@testcontainers/postgresql'
import { inContainerOr } from './docker.ts'

const IMAGE = 'postgres:17'

/** A server that tests and benchmarks share; each makes databases of its own on it. */
export type Server = {
  readonly url: string
  /** What it is, for people. */
  readonly description: string
  stop(): Promise<void>
}

/** Nothing on a test's server outlives it, so nothing waits for a disk. */
const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 }

export type PostgresOptions = {
  /** Settings beside those of a throw-away server; benchmarks set back what they measure. */
  readonly settings?: Readonly<Record<string, string | number>>
}

/** A throw-away Postgres: a container where a Docker engine runs one, else the embedded one. */
export function startPostgresServer({ settings = {} }: PostgresOptions = {}): Promise<Server> {
  const all = { ...THROWAWAY, ...settings }
  return inContainerOr(
    () => inContainer(all),
    () => embedded(all),
  )
}

async function inContainer(settings: Readonly<Record<string, string | number>>): Promise<Server> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const container = await new PostgreSqlContainer(IMAGE).withCommand(['postgres', ...flags]).start()
  return {
    url: container.getConnectionUri(),
    description: `Postgres in a container (${IMAGE})`,
    async stop() {
      await container.stop()
    },
  }
}

async function embedded(settings: Readonly<Record<string, string | number>>): Promise<Server> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fieldwork-postgres-'))
  const server = await startEmbeddedPostgres({ folder, database: 'fieldwork', settings })
  return {
    url: server.url,
    description: 'embedded Postgres',
    async stop() {
      await server.stop()
      await removeEmbeddedPostgres(folder)
    },
  }
}
