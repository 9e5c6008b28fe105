import { zstdDecompressSync } from 'node:zlib'
import type { TestQueue } from '@fieldwork/testkit/vitest'
import { Redis as RedisClient } from 'ioredis'
import type { Pool } from 'pg'

/** Everything that is stored, by where it is: each column of each table of each schema, and all that is on Redis. */
export async function everythingStored(pool: Pool, queue: TestQueue): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await everyColumn(pool)), ...(await everyKey(queue))])
}

async function everyColumn(pool: Pool): Promise<Map<string, string>> {
  const { rows: columns } = await pool.query<{ place: string; query: string; type: string }>(
    `select format('%s.%s.%s', table_schema, table_name, column_name) as place, data_type as type,
       format('select %I as value from %I.%I', column_name, table_schema, table_name) as query
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const stored = new Map<string, string>()
  for (const { place, query } of columns) {
    const { rows } = await pool.query<{ value: unknown }>(query)
    stored.set(place, rows.map(({ value }) => asText(value)).join('\n'))
  }
  return stored
}

const ZSTD = 0xfd2fb528

/** As text; bytes as they are, and what they hold where they are compressed. */
function asText(value: unknown): string {
  if (!Buffer.isBuffer(value)) return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const isCompressed = value.length > 4 && value.readUInt32LE(0) === ZSTD
  return (isCompressed ? zstdDecompressSync(value) : value).toString('utf8')
}

/** Each key of the queue on Redis with its value, whatever its type; nothing where the queue is on Postgres. */
async function everyKey({ url, prefix }: TestQueue): Promise<Map<string, string>> {
  const stored = new Map<string, string>()
  if (!url.startsWith('redis')) return stored
  const redis = new RedisClient(url)
  try {
    for (const key of await redis.keys(`*${prefix}*`)) stored.set(key, await contentOf(redis, key))
  } finally {
    redis.disconnect()
  }
  return stored
}

async function contentOf(redis: RedisClient, key: string): Promise<string> {
  const read: Record<string, () => Promise<unknown>> = {
    string: () => redis.get(key),
    hash: () => redis.hgetall(key),
    list: () => redis.lrange(key, 0, -1),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, '0', '-1'),
    stream: () => redis.xrange(key, '-', '+'),
  }
  return `${key} ${JSON.stringify(await read[await redis.type(key)]?.())}`
}
