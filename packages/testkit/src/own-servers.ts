import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '@fieldwork/embedded'
import { freePort } from './free-port.ts'
import { spawnRedis } from './redis-server.ts'

/** A server of a test's own, which it may stop and start again on the same address and data. */
export type OwnServer = {
  readonly url: string
  start(): Promise<void>
  /** Takes it away at once, with its connections. Redis loses what it held. */
  stop(): Promise<void>
  /** Stops it for good and deletes its data. */
  remove(): Promise<void>
}

/** A `redis-server` of a test's own, running. */
export async function ownRedis(): Promise<OwnServer> {
  const port = await freePort()
  let running: { stop(): Promise<void> } | undefined = await spawnRedis(port)
  const stop = async () => {
    await running?.stop()
    running = undefined
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      running ??= await spawnRedis(port)
    },
    stop,
    remove: stop,
  }
}

/** An embedded Postgres of a test's own, running, with an empty database. */
export async function ownPostgres(): Promise<OwnServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fieldwork-postgres-'))
  const port = await freePort()
  const open = () =>
    startEmbeddedPostgres({
      folder,
      port,
      database: 'fieldwork',
      settings: { fsync: 'off', max_connections: 200 },
    })
  let running: Awaited<ReturnType<typeof open>> | undefined = await open()
  const { url } = running
  const stop = async () => {
    await running?.stop()
    running = undefined
  }
  return {
    url,
    async start() {
      running ??= await open()
    },
    stop,
    async remove() {
      await stop()
      await removeEmbeddedPostgres(folder)
    },
  }
}
