import type { RedisOptions } from 'bullmq'
import { Redis } from 'ioredis'

/** Reconnects for ever, at most every two seconds: a worker outlives any outage of Redis. */
const reconnectDelayMs = (times: number): number => Math.min(100 * times, 2_000)

/** Options of a worker's connections: a command waits for Redis to come back, as BullMQ demands of workers. */
export function workerRedisOptions(url: string): RedisOptions {
  return {
    url,
    maxRetriesPerRequest: null,
    retryStrategy: reconnectDelayMs,
    connectTimeout: 10_000,
  }
}

/** A client whose commands fail soon when Redis is away, so that a request is answered instead of hanging. */
export function producerRedis(url: string): Redis {
  return new Redis(url, {
    maxRetriesPerRequest: 1,
    retryStrategy: reconnectDelayMs,
    connectTimeout: 10_000,
    lazyConnect: true,
  })
}

/**
 * What is wrong with how this Redis is set up, or null. A Redis that evicts loses jobs without a word. `INFO` is
 * read rather than `CONFIG GET`, which managed services forbid.
 */
export async function evictionWarning(client: Redis): Promise<string | null> {
  const policy = /maxmemory_policy:(\S+)/.exec(await client.info('memory'))?.[1]
  if (policy === undefined || policy === 'noeviction') return null
  return `Redis may evict jobs: maxmemory-policy is ${policy}, set it to noeviction`
}
