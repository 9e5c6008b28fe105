import { createServer, type Socket } from 'node:net'
import { freePort, ownRedis, redisInstalled } from '@fieldwork/testkit'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { createProducer, migrateQueue } from '../src/index.ts'

/** Far above the limits that are set, far below a hang. */
const HANG_MS = 20_000

// Without a Redis there are no settings to read.
describe.skipIf(!redisInstalled())('the settings of Redis', () => {
  it('are warned of when jobs may be evicted', async () => {
    const server = await ownRedis()
    try {
      expect(await migrateQueue(server.url)).toEqual({ warnings: [] })
      const client = new Redis(server.url)
      await client.config('SET', 'maxmemory-policy', 'allkeys-lru')
      client.disconnect()
      expect((await migrateQueue(server.url)).warnings).toEqual([expect.stringContaining('allkeys-lru')])
    } finally {
      await server.remove()
    }
  })
})

describe('a queue at whose address nothing answers', () => {
  it.each(['redis', 'postgres'])('is reported as unavailable within the limit (%s)', async (scheme) => {
    const url = `${scheme}://127.0.0.1:${await freePort()}`
    const producer = createProducer({ url, pingLimitMs: 400 })
    const began = performance.now()
    await expect(producer.addChunks(['a'])).rejects.toMatchObject({ code: 'queue_unavailable' })
    await expect(producer.ping(300)).rejects.toMatchObject({ code: 'queue_unavailable' })
    await expect(migrateQueue(url, 300)).rejects.toMatchObject({ code: 'queue_unavailable' })
    expect(performance.now() - began).toBeLessThan(HANG_MS)
    await producer.close()
  })
})

describe('a queue that takes connections and never answers', () => {
  it.each(['redis', 'postgres'])('is reported as unavailable within the limit (%s)', async (scheme) => {
    const sockets = new Set<Socket>()
    const mute = createServer((socket) => sockets.add(socket.on('error', () => undefined)))
    const port = await freePort()
    await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve))
    const producer = createProducer({ url: `${scheme}://127.0.0.1:${port}`, pingLimitMs: 400 })
    const began = performance.now()
    await expect(producer.addChunks(['a'])).rejects.toMatchObject({ code: 'queue_unavailable' })
    await expect(producer.counts('annotate')).rejects.toMatchObject({ code: 'queue_unavailable' })
    expect(performance.now() - began).toBeLessThan(HANG_MS)
    await producer.close()
    expect(performance.now() - began).toBeLessThan(HANG_MS)
    for (const socket of sockets) socket.destroy()
    mute.close()
  })
})
