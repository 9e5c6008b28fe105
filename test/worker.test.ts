import { eventually } from '@fieldwork/testkit'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { expectWhole } from './invariants.ts'
import { startHaltingModel, startModel } from './model.ts'
import { probe } from './probes.ts'
import { push, sampleSessions } from './sample-sessions.ts'
import { createSystem, PATIENCE_MS, type System } from './system.ts'
import { lockTable } from './table-lock.ts'

/** Repair of what was not given back comes long after the test has given up. */
const unrepaired = { CLAIM_SECONDS: '600', LOCK_SECONDS: '600', SWEEP_SECONDS: '600' }

describeBackends('a worker', (backend) => {
  let databaseUrl: string
  let system: System

  beforeAll(async () => {
    databaseUrl = (await createTestDatabase()).url
    system = await createSystem({ databaseUrl, queue: backend.of(databaseUrl) })
    await system.startAll('api', 'aggregator')
  })
  afterAll(() => system.stop())

  // The first test, so that no worker has named its annotator yet.
  test('cuts what was posted before it came to the measure of its annotator', async () => {
    const batch = await push(system, sampleSessions('early', 6))
    await using model = await startModel({ faults: [null, null, { kind: 'status', status: 529 }] })
    await using _worker = await system.start('worker', { ...model.environment, ...unrepaired })
    await system.settled([batch])
    expect(model.requests()).toBe(7)
    await expectWhole(system, [batch])
  })

  test('told to stop ends what it has under way within its grace, and others do the rest', async () => {
    await using model = await startModel({ latencyMs: 1_000 })
    const environment = { ...model.environment, ...unrepaired }
    await using stopped = await system.start('worker', environment)
    const batch = await push(system, sampleSessions('graceful', 6))
    await eventually('some are under way', () => model.requests() >= 2, PATIENCE_MS)
    expect(await stopped.end('SIGTERM')).toBe(0)
    const annotated = model.requests()
    expect(await system.client.batch(batch.id)).toMatchObject({
      progress: { annotated, pending: 6 - annotated },
    })
    await using _heir = await system.start('worker', environment)
    await system.settled([batch])
    await expectWhole(system, [batch])
    expect(model.requests()).toBe(6)
  })

  test('told to stop gives back at once what its grace does not suffice for', async () => {
    await using model = await startHaltingModel(2)
    const patient = { ...model.environment, ...unrepaired, ANTHROPIC_TIMEOUT_SECONDS: '600' }
    await using stopped = await system.start('worker', { ...patient, GRACE_SECONDS: '1' })
    const batch = await push(system, sampleSessions('given-back', 6))
    await eventually('two hang', () => model.requests() === 4, PATIENCE_MS)
    expect(await stopped.end('SIGTERM')).toBe(0)
    expect(await system.client.batch(batch.id)).toMatchObject({ progress: { annotated: 2, pending: 4 } })
    model.goOn()
    await using _heir = await system.start('worker', patient)
    await system.settled([batch])
    await expectWhole(system, [batch])
    expect(model.requests()).toBe(4 + 4)
  })

  test('that is alive but takes nothing fails its liveness until it takes again', async () => {
    await using model = await startModel()
    const batch = await push(system, sampleSessions('waiting', 5))
    await using lock = await lockTable(databaseUrl, 'session_revisions')
    await using worker = await system.start('worker', {
      ...model.environment,
      CONCURRENCY: '1',
      STALE_SECONDS: '1',
    })
    const isLive = async () => (await probe(worker, 'live')).status === 200
    expect(await isLive()).toBe(true)
    await eventually('liveness is red', async () => !(await isLive()), PATIENCE_MS)
    const { body } = await probe(worker, 'live')
    expect(body).toMatchObject({ status: 503, code: 'unhealthy', checks: { consuming: { ok: false } } })
    expect(await probe(worker, 'ready')).toMatchObject({ status: 200 })
    await lock[Symbol.asyncDispose]()
    await eventually('liveness is green', isLive, PATIENCE_MS)
    await system.settled([batch])
    await expectWhole(system, [batch])
  })
})
