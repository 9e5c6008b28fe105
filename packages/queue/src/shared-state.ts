import { setTimeout as sleep } from 'node:timers/promises'
import type { SharedState } from '@fieldwork/budget'
import type { Redis } from 'ioredis'
import { producerRedis } from './redis-connection.ts'
import { withinLimit } from './time-limit.ts'

/** The value and the server's clock. */
const READ = `local time = redis.call('TIME')
return {redis.call('GET', KEYS[1]), time[1] * 1000 + math.floor(time[2] / 1000)}`

/** Writes where the value is still the one that was read. Equal text is an equal state, whoever wrote it. */
const WRITE = `local found = redis.call('GET', KEYS[1]) or ''
if found ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`

/** Nobody needs a state that was not touched for a day. */
const KEPT_MS = 86_400_000
/** Each failure is somebody else's success, so that so many in a row are a fault. */
const TRIES = 100
/** Longest wait for an update, all its tries together. */
const LIMIT_MS = 10_000

/**
 * Shared state on Redis, a string a key, changed by compare-and-set; its clock is the server's. Connects at its first use.
 * Throws FieldworkError('queue_unavailable') where Redis does not answer.
 *
 * @param url redis:// or rediss://
 * @param prefix namespace on a Redis that others may use too
 */
export function createRedisSharedState(
  url: string,
  prefix: string,
  onError: (error: Error) => void = () => undefined,
): SharedState & { close(): Promise<void> } {
  const client = producerRedis(url)
  client.on('error', onError)
  return {
    update: (key, change) =>
      withinLimit(
        async () => {
          const name = `${prefix}:shared-state:${key}`
          for (let attempt = 0; attempt < TRIES; attempt += 1) {
            const { text, now } = await read(client, name)
            const { state, result } = change(text === '' ? undefined : JSON.parse(text), now)
            const written = await client.eval(WRITE, 1, name, text, JSON.stringify(state), KEPT_MS)
            if (written === 1) return result
            await sleep(Math.random() * Math.min(attempt, 10))
          }
          throw new Error(`others were faster ${TRIES} times`)
        },
        LIMIT_MS,
        'updating shared state',
      ),
    async close() {
      client.disconnect()
    },
  }
}

async function read(client: Redis, name: string): Promise<{ text: string; now: number }> {
  const found = await client.eval(READ, 1, name)
  const [text, now] = Array.isArray(found) ? found : []
  if (typeof now !== 'number') throw new Error('Redis did not tell its time')
  return { text: typeof text === 'string' ? text : '', now }
}
