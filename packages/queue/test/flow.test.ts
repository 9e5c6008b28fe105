import { setTimeout as sleep } from 'node:timers/promises'
import { FieldworkError } from '@fieldwork/errors'
import { eventually, type OwnServer } from '@fieldwork/testkit'
import { createPostgresBackend, Queue } from 'bullmq'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ATTEMPTS, createConsumer, createProducer, migrateQueue, type Producer } from '../src/index.ts'
import { backends } from './backends.ts'
import { type Recorder, record } from './recorder.ts'

describe.each(backends.filter((backend) => backend.available))('jobs on $name', (backend) => {
  const onlyPostgres = (name: string, test: () => Promise<void>) => {
    if (backend.name === 'Postgres') it(name, test)
  }
  let server: OwnServer
  let producer: Producer
  const recorders: Recorder[] = []
  const watch = async (...parameters: Parameters<typeof record>) => {
    const recorder = await record(...parameters)
    recorders.push(recorder)
    await recorder.consumer.ready()
    return recorder
  }

  beforeAll(async () => {
    server = await backend.make()
    await migrateQueue(server.url)
    producer = createProducer({ url: server.url })
  })
  afterEach(async () => {
    for (const { consumer } of recorders.splice(0)) await consumer.close(0)
    await backend.wipe(server.url)
  })
  afterAll(async () => {
    await producer.close()
    await server.remove()
  })

  it('are each handled once, whatever their number is to the slice size', async () => {
    const ids = Array.from({ length: 2_345 }, (_, i) => `c${i}`)
    await producer.addChunks(ids)
    expect((await producer.counts('annotate')).waiting).toBe(ids.length)
    const { done, errors, consumer } = await watch(server.url, async () => undefined, { concurrency: 20 })
    await eventually('all are done', () => done.length >= ids.length)
    expect(done.toSorted()).toEqual(ids.toSorted())
    await eventually('nothing is left', async () => (await producer.counts('annotate')).active === 0)
    expect(await producer.counts('annotate')).toEqual({ waiting: 0, active: 0, delayed: 0 })
    expect(errors).toEqual([])
    expect(consumer.isRunning()).toBe(true)
  })

  it('of both queues reach their own consumer with their payload', async () => {
    const payload = Promise.withResolvers<unknown>()
    const consumer = createConsumer({
      url: server.url,
      queue: 'aggregate',
      concurrency: 1,
      name: 'aggregator',
      handle: async (received) => payload.resolve(received),
      onDead: async () => undefined,
      onError: (error) => payload.reject(error),
    })
    await producer.addAggregate({ projectId: 7, runId: 3 })
    expect(await payload.promise).toEqual({ projectId: 7, runId: 3 })
    await consumer.close(1_000)
    expect(consumer.isRunning()).toBe(false)
  })

  it('are not doubled by adding them again, whether they wait, run or are tried again', async () => {
    const gate = Promise.withResolvers<void>()
    await producer.addChunks(['a', 'a', 'b'])
    await producer.addChunks(['b'])
    expect((await producer.counts('annotate')).waiting).toBe(2)
    const { done, attempts } = await watch(server.url, async (_, _signal, attempt) => {
      if (attempt === 1) throw new Error('passes')
      await gate.promise
    })
    await eventually('both run', () => attempts.get('a') === 2 && attempts.get('b') === 2)
    await producer.addChunks(['a', 'b'])
    expect(await producer.hasChunk('a')).toBe(true)
    expect(await producer.counts('annotate')).toEqual({ waiting: 0, active: 2, delayed: 0 })
    gate.resolve()
    await eventually(
      'both are gone',
      async () => !(await producer.hasChunk('a')) && !(await producer.hasChunk('b')),
    )
    expect(done.toSorted()).toEqual(['a', 'b'])
    await producer.addChunks(['a'])
    await eventually('a finished job can be added again', () => done.length === 3)
  })

  it('that keep failing are tried with growing waits, then dead-lettered once', async () => {
    const at: number[] = []
    await producer.addChunks(['fails'])
    const { dead, attempts, errors } = await watch(
      server.url,
      async () => {
        at.push(performance.now())
        throw new FieldworkError('annotator_unavailable', 'HTTP 529')
      },
      { firstDelayMs: 60, random: () => 0.999 },
    )
    await eventually('it is dead', () => dead.length > 0)
    const waits = at.slice(1).map((time, i) => time - (at[i] ?? 0))
    for (const [i, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(55 * 2 ** i)
    await eventually('it is removed', async () => !(await producer.hasChunk('fails')))
    await sleep(300)
    expect(attempts.get('fails')).toBe(ATTEMPTS)
    expect(dead).toHaveLength(1)
    expect(dead[0]?.error).toMatchObject({
      code: 'attempts_exhausted',
      detail: expect.stringContaining('HTTP 529'),
    })
    expect(errors).toEqual([])
  })

  it('that were told to wait are not tried before', async () => {
    const at: number[] = []
    await producer.addChunks(['waits'])
    const { done } = await watch(server.url, async (_, _signal, attempt) => {
      at.push(performance.now())
      if (attempt === 1) throw new FieldworkError('annotator_rate_limited', '429', { retryAfterMs: 700 })
    })
    await eventually('it is done', () => done.length === 1)
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(690)
  })

  it('that can never succeed are dead-lettered at the first attempt, before they are removed', async () => {
    let existed: boolean | undefined
    await producer.addChunks(['refused'])
    const { attempts } = await watch(
      server.url,
      async () => {
        throw new FieldworkError('annotator_unauthorised', 'HTTP 401')
      },
      {
        onDead: async ({ chunkId }, error) => {
          expect(error.code).toBe('annotator_unauthorised')
          existed = await producer.hasChunk(chunkId)
        },
      },
    )
    await eventually('it is dead', () => existed !== undefined)
    expect(existed).toBe(true)
    await eventually('it is removed', async () => !(await producer.hasChunk('refused')))
    expect(attempts.get('refused')).toBe(1)
  })

  it('whose dead-letter record cannot be written are reported, and removed for the sweep to find', async () => {
    await producer.addChunks(['unwritten'])
    const { errors } = await watch(
      server.url,
      async () => {
        throw new FieldworkError('annotator_unauthorised', 'HTTP 401')
      },
      { onDead: () => Promise.reject(new Error('the store is away')) },
    )
    await eventually('it is removed', async () => !(await producer.hasChunk('unwritten')))
    expect(errors).toEqual([
      expect.objectContaining({ code: 'internal', cause: new Error('the store is away') }),
    ])
  })

  it('with a payload that does not fit are reported and removed, and hold up nothing', async () => {
    const connection =
      backend.name === 'Redis'
        ? new Queue('annotate', { connection: { url: server.url }, prefix: 'fieldwork' })
        : new Queue('annotate', { connection: server.url }, createPostgresBackend)
    await connection.add(
      'annotate',
      { transcript: 'x' },
      { jobId: 'chunk-odd', removeOnFail: true, attempts: 5 },
    )
    await connection.close()
    await producer.addChunks(['even'])
    const { done, errors } = await watch(server.url, async () => undefined)
    await eventually('the other is done', () => done.includes('even'))
    await eventually('it is removed', async () => !(await producer.hasChunk('odd')))
    expect(errors).toEqual([expect.objectContaining({ code: 'job_invalid' })])
  })

  it('under way at the end are waited for, then told to stop, and go back without a lost attempt', async () => {
    await producer.addChunks(['short', 'long'])
    const first = await watch(server.url, async ({ chunkId }, signal) => {
      await sleep(chunkId === 'short' ? 200 : 60_000, undefined, { signal })
    })
    await eventually('both run', () => first.attempts.size === 2)
    const began = performance.now()
    await first.consumer.close(500)
    expect(performance.now() - began).toBeLessThan(4_000)
    expect(first.done).toEqual(['short'])
    expect(first.dead).toEqual([])
    expect(await producer.counts('annotate')).toEqual({ waiting: 1, active: 0, delayed: 0 })
    const second = await watch(server.url, async () => undefined)
    await eventually('another worker does it', () => second.done.includes('long'))
  })

  it('show as activity when they are taken and when they end', async () => {
    let at = 1_000
    const gate = Promise.withResolvers<void>()
    const { consumer, done, attempts } = await watch(server.url, () => gate.promise, { now: () => at })
    expect(consumer.lastActivity()).toBe(1_000)
    at = 2_000
    await producer.addChunks(['a'])
    await eventually('it runs', () => attempts.has('a'))
    expect(consumer.lastActivity()).toBe(2_000)
    at = 3_000
    gate.resolve()
    await eventually('it is done', () => done.length === 1)
    await eventually('its end shows', () => consumer.lastActivity() === 3_000)
  })

  it('being added when their producer is closed are all added', async () => {
    const closing = createProducer({ url: server.url })
    const adding = closing.addChunks(Array.from({ length: 1_500 }, (_, i) => `last-${i}`))
    await closing.close()
    await adding
    expect((await producer.counts('annotate')).waiting).toBe(1_500)
  })

  it('are not taken by a paused consumer', async () => {
    const { consumer, done } = await watch(server.url, async () => undefined)
    await consumer.pause()
    await producer.addChunks(['later'])
    await sleep(500)
    expect(done).toEqual([])
    expect((await producer.counts('annotate')).waiting).toBe(1)
  })

  onlyPostgres('flow over an address with options of its own', async () => {
    const url = `${server.url}?options=${encodeURIComponent('-c statement_timeout=20000')}`
    const other = createProducer({ url })
    const { done } = await watch(url, async () => undefined)
    await other.addChunks(['a'])
    await eventually('it is done', () => done.includes('a'))
    await other.close()
  })
})
