import { mkdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import { FieldworkError, isFieldworkError } from '@fieldwork/errors'
import { type Cluster, openCluster } from './cluster.ts'
import { connectionUrl, ensureDatabase } from './connection.ts'
import { findInstallation } from './installation.ts'
import { usableInstallation } from './installation-copy.ts'
import { endLeftover } from './leftover.ts'
import { type FolderLock, takeLock } from './lock.ts'
import { startAnew, tailOf } from './server-log.ts'
import type { ServerProcess } from './server-process.ts'
import { serverUser } from './server-user.ts'
import { startServer } from './start-server.ts'

export type EmbeddedPostgres = {
  /** Address with user, password and database. */
  readonly url: string
  readonly port: number
  /** Shuts the server down, which ends its connections, and lets the folder go. May be called again. */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  /** Holds the cluster, its log, its lock. Made where it is absent. */
  readonly folder: string
  /** Database made where it is absent. */
  readonly database: string
  /** Port wanted; another free one is taken where it is taken. Free one where absent. */
  readonly port?: number
  /** Further settings of the server, e.g. { fsync: 'off' }. */
  readonly settings?: Readonly<Record<string, string | number>>
  /** Folder with bin, lib and share of a PostgreSQL; that of the package for this platform where absent. */
  readonly installation?: string
  /**
   * Where the cluster and a copy of the binaries go when this process is root and the server's user cannot enter
   * the folder or the installation. `/var/lib/fieldwork` where absent.
   */
  readonly fallbackFolder?: string
}

const FALLBACK_FOLDER = '/var/lib/fieldwork'

/**
 * Starts PostgreSQL on the data of a folder, on 127.0.0.1 alone, and makes the database. A server that a killed process
 * left behind is ended first. The server ends with this process, whatever ends it.
 *
 * @throws FieldworkError `already_running` where another process has the folder, `embedded_postgres_failed` with the
 * end of the server's log where it does not come up; nothing is left running then.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const locks: FolderLock[] = []
  const release = () => {
    for (const lock of locks.splice(0).reverse()) lock.release()
  }
  try {
    const folder = await ownFolder(options.folder)
    locks.push(takeLock(folder))
    return await startLocked({ ...options, folder }, locks, release)
  } catch (error) {
    release()
    if (isFieldworkError(error)) throw error
    const detail = `${options.folder}: ${messageOf(error)}`
    throw new FieldworkError('embedded_postgres_failed', detail, { cause: error })
  }
}

/** Makes the folder where it is absent, for its owner alone; the folders it is in are made as usual. */
async function ownFolder(wanted: string): Promise<string> {
  const folder = path.resolve(wanted)
  await mkdir(path.dirname(folder), { recursive: true })
  await mkdir(folder, { mode: 0o700 }).catch((error: Error) => {
    if (!('code' in error && error.code === 'EEXIST')) throw error
  })
  return realpath(folder)
}

async function startLocked(
  options: EmbeddedPostgresOptions,
  locks: FolderLock[],
  release: () => void,
): Promise<EmbeddedPostgres> {
  const { folder, database, settings = {}, fallbackFolder = FALLBACK_FOLDER } = options
  const user = await serverUser(folder)
  const source = options.installation ?? findInstallation()
  const installation = await usableInstallation({ source, user, fallbackFolder })
  const throwAway = settings.fsync === 'off'
  const cluster = await openCluster({ folder, installation, user, fallbackFolder, throwAway })
  // A copy of the folder leads to the same cluster, so a cluster elsewhere has a lock of its own.
  const home = path.dirname(cluster.data)
  if (home !== folder) locks.push(takeLock(home))
  await endLeftover(cluster.data)

  const log = await startAnew(folder)
  const { server, port } = await startServer({ installation, cluster, log, settings, port: options.port })
  try {
    await ensureDatabase({ port, password: cluster.password, database })
  } catch (error) {
    await server.stop()
    const detail = `${messageOf(error)}. The end of ${log}:\n${await tailOf(log)}`
    throw new FieldworkError('embedded_postgres_failed', detail, { cause: error })
  }
  for (const lock of locks) lock.announce(port)
  return embeddedPostgres({ server, port, cluster, database, release })
}

function embeddedPostgres(parts: {
  readonly server: ServerProcess
  readonly port: number
  readonly cluster: Cluster
  readonly database: string
  readonly release: () => void
}): EmbeddedPostgres {
  const { server, port, cluster, database, release } = parts
  let stopped: Promise<void> | undefined
  return {
    url: connectionUrl({ port, password: cluster.password, database }),
    port,
    stop() {
      stopped ??= server
        .stop()
        .then(() => endLeftover(cluster.data))
        .finally(release)
      return stopped
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
