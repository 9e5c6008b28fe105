import { eventually } from '@fieldwork/testkit'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectWhole } from './invariants.ts'
import { type Model, startHaltingModel } from './model.ts'
import { describeOwnQueues, type OwnQueue } from './own-queue.ts'
import { push, sampleSessions } from './sample-sessions.ts'
import type { Service } from './service.ts'
import { createSystem, PATIENCE_MS, type System } from './system.ts'

describeOwnQueues('a queue that is lost', (startQueue) => {
  let queue: OwnQueue
  let system: System
  let api: Service
  let model: Model & { goOn(): void }

  beforeAll(async () => {
    const { url } = await createTestDatabase()
    queue = await startQueue()
    model = await startHaltingModel(5)
    system = await createSystem({ databaseUrl: url, queue, environment: model.environment })
    api = await system.start('api')
    await system.startAll('worker', 'aggregator')
  })
  afterAll(async () => {
    await system.stop()
    await model[Symbol.asyncDispose]()
    await queue[Symbol.asyncDispose]()
  })

  test('with all that is on it in mid-batch costs nothing', async () => {
    const batch = await push(system, sampleSessions('flushed', 16))
    await eventually(
      'five are annotated and two under way',
      async () => (await system.inState('annotated')) === 5 && model.requests() >= 7,
      PATIENCE_MS,
    )
    await queue.wipe()
    model.goOn()
    await system.settled([batch])
    await expectWhole(system, [batch])
  })

  test('while a batch is posted, and the API with it right after, leaves no session without a job', async () => {
    await queue.stop()
    const batch = await push(system, sampleSessions('unannounced', 12))
    expect(batch).toMatchObject({ state: 'accepted', counts: { posted: 12, accepted: 12 } })
    await api.end('SIGKILL')
    expect(await system.inState('pending')).toBe(12)
    await queue.start()
    api = await system.start('api')
    await system.settled([batch])
    await expectWhole(system, [batch])
  })
})
