import { eventually } from '@fieldwork/testkit'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { expectWhole } from './invariants.ts'
import { startModel } from './model.ts'
import { push, sampleSessions } from './sample-sessions.ts'
import { createSystem, PATIENCE_MS } from './system.ts'

describeBackends('a limit of spending', (backend) => {
  test('is not passed by three workers, parks the rest, and lets it go on once it is raised', async () => {
    const { url } = await createTestDatabase()
    await using model = await startModel({ latencyMs: 20 })
    const environment = { ...model.environment, ANTHROPIC_STRATEGY: 'faithful', CONCURRENCY: '4' }
    await using system = await createSystem({ databaseUrl: url, queue: backend.of(url), environment })
    await system.start('api')
    await system.startAll('aggregator', 'worker')
    const { client } = system
    const [run] = (await client.runs()).runs
    if (run === undefined) throw new Error('the worker named no run')
    const limitUsd = 0.5
    await client.limitRun(run.id, limitUsd)
    await system.startAll('worker', 'worker')
    const batch = await push(system, sampleSessions('dear', 60))
    const isStopped = async () => (await client.run(run.id)).stopped !== null
    await eventually('the run is stopped', isStopped, PATIENCE_MS)
    const nothingIsUnderWay = async () => {
      const { progress } = await client.batch(batch.id)
      return progress.pending === 0 && progress.annotating === 0
    }
    await eventually('all of the rest is parked', nothingIsUnderWay, PATIENCE_MS)

    const stopped = await client.run(run.id)
    expect(stopped.stopped).toContain('spend_limit_reached')
    expect(stopped.settledUsd).toBeLessThanOrEqual(limitUsd)
    // What is left does not suffice for a call at its longest answer.
    expect(stopped.settledUsd).toBeGreaterThan(limitUsd - 0.1)
    expect(await system.inState('parked')).toBeGreaterThan(0)

    await client.limitRun(run.id, null)
    await client.resumeRun(run.id)
    await system.settled([batch])
    await expectWhole(system, [batch])
    // What was paid before the limit was reached was not paid again.
    const { rows } = await system.database.pool.query(
      `select revision_id, step, attempt from model_calls where state = 'settled' group by 1, 2, 3 having count(*) > 1`,
    )
    expect(rows).toEqual([])
    expect(await system.inState('annotated')).toBe(60)
  })
})
