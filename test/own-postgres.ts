import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '@fieldwork/embedded'
import { freePort } from '@fieldwork/testkit'

/** A server that a test may stop and start again at the same address, on the same data. It is up. */
export type OwnServer = AsyncDisposable & {
  readonly url: string
  stop(): Promise<void>
  start(): Promise<void>
}

/** A Postgres of a test's own, with an empty database. */
export async function startOwnPostgres(): Promise<OwnServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fieldwork-own-postgres-'))
  const port = await freePort()
  const start = () =>
    startEmbeddedPostgres({ folder, database: 'fieldwork', port, settings: { fsync: 'off' } })
  let server = await start()
  return {
    url: server.url,
    stop: () => server.stop(),
    async start() {
      server = await start()
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
