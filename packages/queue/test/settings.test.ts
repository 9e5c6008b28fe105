import { createServer, type Socket } from 'node:net'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { createProducer, migrateQueue } from '../src/index.ts'
import { freePort, listening, ownRedis, redisInstalled } from './own-servers.ts'

describe.skipIf(!redisInstalled())('the settings of Redis', () => {
  it('are warned of when jobs may be evicted', async () => {
    const server = await ownRedis()
    await server.start()
    try {
      expect(await migrateQueue(server.url)).toEqual({ warnings: [] })
      const client = new Redis(server.url)
      await client.config('SET', 'maxmemory-policy', 'allkeys-lru')
      client.disconnect()
      expect((await migrateQueue(server.url)).warnings).toEqual([expect.stringContaining('allkeys-lru')])
    } finally {
      await server.stop()
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
    expect(performance.now() - began).toBeLessThan(1_500)
    await producer.close()
  })
})

describe('a queue that takes connections and never answers', () => {
  it.each(['redis', 'postgres'])('is reported as unavailable within the limit (%s)', async (scheme) => {
    const sockets = new Set<Socket>()
    const mute = createServer((socket) => sockets.add(socket.on('error', () => undefined)))
    const port = await listening(mute)
    const producer = createProducer({ url: `${scheme}://127.0.0.1:${port}`, pingLimitMs: 400 })
    const began = performance.now()
    await expect(producer.addChunks(['a'])).rejects.toMatchObject({ code: 'queue_unavailable' })
    await expect(producer.counts('annotate')).rejects.toMatchObject({ code: 'queue_unavailable' })
    expect(performance.now() - began).toBeLessThan(1_500)
    await producer.close()
    expect(performance.now() - began).toBeLessThan(3_000)
    for (const socket of sockets) socket.destroy()
    mute.close()
  })
})
