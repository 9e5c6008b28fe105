import { migrateQueue } from '@fieldwork/queue'
import { migrate } from '@fieldwork/store'
import { eventually } from '@fieldwork/testkit'
import { expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { expectWhole } from './invariants.ts'
import { startHaltingModel } from './model.ts'
import { startOwnPostgres } from './own-postgres.ts'
import { probe } from './probes.ts'
import { push, sampleSessions } from './sample-sessions.ts'
import { createSystem, PATIENCE_MS } from './system.ts'

describeBackends('a Postgres that is restarted in mid-batch', (backend) => {
  test('is waited for by every service, which lose nothing', async () => {
    await using postgres = await startOwnPostgres()
    await migrate(postgres.url)
    await migrateQueue(postgres.url)
    await using model = await startHaltingModel(5)
    const queue = backend.of(postgres.url)
    const { environment } = model
    await using system = await createSystem({ databaseUrl: postgres.url, queue, environment })
    const api = await system.start('api')
    const [worker, aggregator] = await Promise.all([system.start('worker'), system.start('aggregator')])
    const batch = await push(system, sampleSessions('restarted', 16))
    await eventually(
      'five are annotated and two under way',
      async () => (await system.inState('annotated')) === 5 && model.requests() >= 7,
      PATIENCE_MS,
    )

    await postgres.stop()
    model.goOn()
    for (const service of [api, worker, aggregator]) {
      const isRed = async () => (await probe(service, 'ready')).status === 503
      await eventually('readiness is red', isRed, PATIENCE_MS)
      const { body } = await probe(service, 'ready')
      expect(body).toMatchObject({ code: 'unhealthy', checks: { postgres: { ok: false } } })
      expect(await probe(service, 'live')).toMatchObject({ status: 200 })
    }
    await eventually('an attempt has failed', () => worker.log().includes('an attempt failed'), PATIENCE_MS)

    await postgres.start()
    await system.settled([batch])
    await expectWhole(system, [batch])
    for (const service of [api, worker, aggregator]) {
      const isGreen = async () => (await probe(service, 'ready')).status === 200
      await eventually('readiness is green', isGreen, PATIENCE_MS)
    }
  })
})
