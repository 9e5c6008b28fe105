import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually, type OwnServer } from '@fieldwork/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createProducer, migrateQueue, type Producer } from '../src/index.ts'
import { backends, onPostgres } from './backends.ts'
import { type Recorder, record } from './recorder.ts'

describe.each(backends.filter((backend) => backend.available))('a loss on $name', (backend) => {
  const onlyPostgres = (name: string, test: () => Promise<void>) => {
    if (backend.name === 'Postgres') it(name, test)
  }
  let server: OwnServer
  let producer: Producer
  const recorders: Recorder[] = []
  const watch = async (...parameters: Parameters<typeof record>) => {
    const recorder = await record(...parameters)
    recorders.push(recorder)
    return recorder
  }
  const ids = (name: string, n: number) => Array.from({ length: n }, (_, i) => `${name}-${i}`)

  beforeAll(async () => {
    server = await backend.make()
    await migrateQueue(server.url)
    producer = createProducer({ url: server.url, pingLimitMs: 700 })
  })
  afterEach(async () => {
    for (const { consumer } of recorders.splice(0)) await consumer.close(0)
    await backend.wipe(server.url)
  })
  afterAll(async () => {
    await producer.close()
    await server.remove()
  })

  it('of everything in the queue in mid-run stops neither the jobs under way nor those added later', async () => {
    const gate = Promise.withResolvers<void>()
    const lost = ids('lost', 50)
    await producer.addChunks(lost)
    const { consumer, done, attempts, dead } = await watch(server.url, async ({ chunkId }) => {
      if (chunkId.startsWith('lost')) await gate.promise
    })
    await eventually('four run', () => attempts.size === 4)
    await backend.wipe(server.url)
    await sleep(1_200)
    gate.resolve()
    await eventually('what ran has ended', () => done.length === 4)
    const later = ids('later', 30)
    await producer.addChunks(later)
    await eventually('later jobs are done', () => later.every((id) => done.includes(id)))
    expect(consumer.isRunning()).toBe(true)
    expect(dead).toEqual([])
    // The sweep adds what was lost again; the same ids are taken.
    await producer.addChunks(lost)
    await eventually('lost jobs are done', () => lost.every((id) => done.includes(id)))
  })

  it('of everything in the queue does not keep new processes from starting', async () => {
    await backend.wipe(server.url)
    await producer.addChunks(['kept'])
    await Promise.all([migrateQueue(server.url), migrateQueue(server.url)])
    const fresh = createProducer({ url: server.url })
    await fresh.addChunks(['new'])
    await fresh.close()
    const { done } = await watch(server.url, async () => undefined)
    await eventually(
      'jobs from before and after are done',
      () => done.includes('kept') && done.includes('new'),
    )
  })

  it('of the server fails adding within the limit, and passes when the server is back', async () => {
    const { consumer, done, attempts, errors } = await watch(server.url, async ({ chunkId }) => {
      if (chunkId === 'before') await sleep(300)
    })
    await consumer.ready()
    await producer.addChunks(['before'])
    await eventually('it runs', () => attempts.has('before'))
    await server.stop()
    const began = performance.now()
    await expect(producer.addChunks(['during'])).rejects.toMatchObject({ code: 'queue_unavailable' })
    expect(performance.now() - began).toBeLessThan(1_500)
    await sleep(1_000)
    await server.start()
    await eventually('the producer is back', () => producer.ping().then(() => true))
    await producer.addChunks(ids('after', 20))
    await eventually(
      'jobs added later are done',
      () => ids('after', 20).every((id) => done.includes(id)),
      20_000,
    )
    expect(done).toContain('before')
    expect(consumer.isRunning()).toBe(true)
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.length).toBeLessThan(20)
  })

  it('of the server before the start is waited for', async () => {
    await server.stop()
    const lonely = createProducer({ url: server.url, pingLimitMs: 500 })
    await expect(lonely.counts('annotate')).rejects.toMatchObject({ code: 'queue_unavailable' })
    const { consumer, done, errors } = await watch(server.url, async () => undefined)
    const gaveUp = await watch(server.url, async () => undefined)
    await sleep(1_200)
    expect(consumer.isRunning()).toBe(false)
    expect(errors.length).toBeGreaterThan(0)
    const began = performance.now()
    await gaveUp.consumer.close(100)
    expect(performance.now() - began).toBeLessThan(8_000)
    await server.start()
    await consumer.ready()
    await lonely.addChunks(['late'])
    await lonely.close()
    await eventually('it is done', () => done.includes('late'))
  })

  it('of its worker, again and again, brings a job back instead of failing it', async () => {
    await producer.addChunks(['orphan'])
    for (let death = 0; death < 3; death += 1) await killedAtWork(server.url)
    const { done, dead, attempts } = await watch(server.url, async () => undefined)
    await eventually('it is done', () => done.includes('orphan'))
    expect(attempts.get('orphan')).toBe(1)
    expect(dead).toEqual([])
  })

  it('of its worker once too often dead-letters a job', async () => {
    await producer.addChunks(['killer'])
    await killedAtWork(server.url)
    const { done, dead } = await watch(server.url, async () => undefined, { stalledAtMost: 0 })
    await eventually('it is dead', () => dead.length > 0)
    expect(dead).toEqual([
      { chunkId: 'killer', error: expect.objectContaining({ code: 'attempts_exhausted' }) },
    ])
    await eventually('it is removed', async () => !(await producer.hasChunk('killer')))
    expect(done).toEqual([])
  })

  onlyPostgres('of the whole schema is made good by a worker at work', async () => {
    const { consumer, done } = await watch(server.url, async () => undefined)
    await consumer.ready()
    await onPostgres(server.url, (client) => client.query('DROP SCHEMA bullmq CASCADE'))
    await producer.addChunks(['anew'])
    await eventually('it is done', () => done.includes('anew'))
    await onPostgres(server.url, (client) => client.query('COMMENT ON SCHEMA bullmq IS NULL'))
    await backend.wipe(server.url)
    await migrateQueue(server.url)
    await producer.addChunks(['once-more'])
    await eventually('it is done after a schema made anew', () => done.includes('once-more'))
  })
})

/** Starts a worker in a process of its own and kills it while it has a job. */
async function killedAtWork(url: string): Promise<void> {
  const worker = spawn(process.execPath, [path.join(import.meta.dirname, 'worker-process.ts'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(worker.stdout, 'data')
  worker.kill('SIGKILL')
  await once(worker, 'exit')
}
