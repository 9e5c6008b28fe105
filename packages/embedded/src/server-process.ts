import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { Socket } from 'node:net'
import path from 'node:path'
import type { Cluster } from './cluster.ts'
import { type Settings, serverArguments, serverEnvironment } from './server-settings.ts'
import { runAs } from './server-user.ts'

export type ServerProcess = {
  readonly pid: number | undefined
  hasEnded(): boolean
  /** Shuts the server down fast: transactions under way are rolled back, connections closed. */
  stop(): Promise<void>
}

export type ServerOptions = {
  readonly installation: string
  readonly cluster: Cluster
  readonly port: number
  readonly log: string
  readonly settings: Settings
}

/**
 * Becomes the server, after leaving a watcher behind. The watcher reads a pipe nobody writes to while the server runs: its
 * end means that the process which started the server is gone, and the server is shut down. The watcher is no
 * child of the server's, which would take its end for a crash, and keeps no folder in use.
 */
const BECOME_SERVER = `( ( cd /; read -r ended <&3 || kill -INT $$ ) >/dev/null 2>&1 & )
exec "$@" 3<&-`

/** How long a fast shutdown may take before the server is made to end without one. */
const SHUTDOWN_LIMIT_MS = 30_000

/**
 * Starts the server. It has a session of its own, so that the terminal's Ctrl-C goes to the processes that use it and
 * not to it. This process may end without waiting for it, which ends it too.
 */
export async function launchServer(options: ServerOptions): Promise<ServerProcess> {
  const { installation, cluster, port, settings } = options
  const program = [
    path.join(installation, 'bin', 'postgres'),
    ...serverArguments(cluster.data, port, settings),
  ]
  const log = await open(options.log, 'a', 0o600)
  const child = spawn('/bin/sh', ['-c', BECOME_SERVER, 'sh', ...program], {
    ...runAs(cluster.user),
    cwd: cluster.data,
    env: serverEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'pipe'],
  })
  const pipe = child.stdio[3]
  if (!(pipe instanceof Socket)) throw new TypeError('no pipe to the server')
  // The watcher may be gone.
  pipe.on('error', () => undefined)
  child.once('exit', () => pipe.end('ended\n'))
  try {
    await once(child, 'spawn')
  } finally {
    await log.close()
  }
  pipe.unref()
  child.unref()
  return serverProcess(child)
}

function serverProcess(child: ChildProcess): ServerProcess {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return {
    pid: child.pid,
    hasEnded,
    async stop() {
      if (hasEnded()) return
      const exit = once(child, 'exit')
      child.ref()
      child.kill('SIGINT')
      const limit = setTimeout(() => child.kill('SIGQUIT'), SHUTDOWN_LIMIT_MS)
      await exit
      clearTimeout(limit)
    },
  }
}
