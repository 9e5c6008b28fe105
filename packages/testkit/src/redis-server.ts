import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { RedisContainer } from '@testcontainers/redis'
import { Redis } from 'ioredis'
import { inContainerOr } from './docker.ts'
import { freePort } from './free-port.ts'
import type { Server } from './postgres-server.ts'
import { until } from './until.ts'

const IMAGE = 'redis:7'

/** Whether a `redis-server` is on the PATH. */
export const redisInstalled = (): boolean =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, 'redis-server')))

/** A throw-away Redis: a container where a Docker engine runs one, else `redis-server`; null where there is neither. */
export const startRedisServer = (): Promise<Server | null> =>
  inContainerOr<Server, Server | null>(startContainer, async () =>
    redisInstalled() ? startOwnRedis() : null,
  )

async function startContainer(): Promise<Server> {
  const container = await new RedisContainer(IMAGE).start()
  return {
    url: container.getConnectionUrl(),
    description: `Redis in a container (${IMAGE})`,
    async stop() {
      await container.stop()
    },
  }
}

async function startOwnRedis(): Promise<Server> {
  const port = await freePort()
  const redis = await spawnRedis(port)
  return { url: `redis://127.0.0.1:${port}`, description: '`redis-server` of the PATH', stop: redis.stop }
}

/** A `redis-server` without persistence on that port, once it answers. `stop` kills it, `flush` empties it. */
export async function spawnRedis(port: number): Promise<{ stop(): Promise<void>; flush(): Promise<void> }> {
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const child = spawn('redis-server', flags, { stdio: 'ignore', cwd: tmpdir() })
  await until(async () => {
    const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null })
    client.on('error', () => undefined)
    await client.connect()
    client.disconnect()
  })
  return {
    async flush() {
      const client = new Redis(port, '127.0.0.1')
      await client.flushall()
      client.disconnect()
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}
