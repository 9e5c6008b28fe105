import { eventually } from '@fieldwork/testkit'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { expectWhole } from './invariants.ts'
import { startHaltingModel, startModel } from './model.ts'
import { push, sampleSessions } from './sample-sessions.ts'
import type { Service } from './service.ts'
import { createSystem, PATIENCE_MS, type System } from './system.ts'
import { lockTable } from './table-lock.ts'

describeBackends('a process that is lost', (backend) => {
  let databaseUrl: string
  let system: System
  let aggregator: Service

  beforeAll(async () => {
    databaseUrl = (await createTestDatabase()).url
    system = await createSystem({ databaseUrl, queue: backend.of(databaseUrl) })
    const [, started] = await Promise.all([system.start('api'), system.start('aggregator')])
    aggregator = started
  })
  afterAll(() => system.stop())

  test('a worker killed with -9 in mid-batch costs only what it had under way', async () => {
    await using model = await startHaltingModel(5)
    await using doomed = await system.start('worker', model.environment)
    const batch = await push(system, sampleSessions('orphan', 16))
    await eventually(
      'five are annotated and two under way',
      async () => (await system.inState('annotated')) === 5 && model.requests() >= 7,
      PATIENCE_MS,
    )
    const annotated = [...model.asked().keys()].slice(0, 5)
    await doomed.end('SIGKILL')
    model.goOn()
    await using _heir = await system.start('worker', model.environment)
    await system.settled([batch])
    await expectWhole(system, [batch])
    expect(annotated.map((session) => model.asked().get(session))).toEqual([1, 1, 1, 1, 1])
  })

  test('a worker that froze and comes back when others have done its work changes nothing', async () => {
    await using model = await startModel({ latencyMs: 1_000 })
    const frozen = await system.start('worker', model.environment)
    const batch = await push(system, sampleSessions('frozen', 6))
    await eventually('two are under way', () => model.requests() >= 2, PATIENCE_MS)
    frozen.freeze()
    await using _heir = await system.start('worker', model.environment)
    await system.settled([batch])
    frozen.thaw()
    expect(await frozen.end('SIGTERM')).toBe(0)
    await expectWhole(system, [batch])
    expect(model.requests()).toBeGreaterThanOrEqual(6 + 2)
  })

  test('an aggregator killed with -9 in mid-refresh leaves no half of a cohort', async () => {
    await using model = await startModel()
    await using _worker = await system.start('worker', model.environment)
    await using lock = await lockTable(databaseUrl, 'cohort_metrics')
    const batch = await push(system, sampleSessions('refreshed', 12))
    await eventually('it refreshes', async () => (await refreshing(system)) > 0, PATIENCE_MS)
    await aggregator.end('SIGKILL')
    await lock[Symbol.asyncDispose]()
    expect(await system.client.batch(batch.id)).toMatchObject({ materialised: false })
    aggregator = await system.start('aggregator')
    await system.settled([batch])
    await expectWhole(system, [batch])
  })
})

/** How many refreshes stand before the locked table. */
async function refreshing({ database }: System): Promise<number> {
  const { rowCount } = await database.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
       and query like '%cohort_metrics%'`,
  )
  return rowCount ?? 0
}
