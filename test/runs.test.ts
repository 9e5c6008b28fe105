import { eventually } from '@fieldwork/testkit'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { startModel } from './model.ts'
import { push, sampleSessions } from './sample-sessions.ts'
import { createSystem, PATIENCE_MS, type System } from './system.ts'

/** Everything on the rules of the local annotator, with a model to be had for runs that ask for it. */
async function startSystem(
  options: { readonly databaseUrl: string; readonly queue: System['queue'] },
  environment: Readonly<Record<string, string>>,
): Promise<System> {
  const local = { ...environment, ANNOTATOR: 'local' }
  const system = await createSystem({ ...options, environment: local })
  await system.start('api')
  await system.startAll('worker', 'aggregator')
  return system
}

const doneOf = async ({ client }: System, run: number) => (await client.run(run)).history.annotated

describeBackends('a run over history', (backend) => {
  test('annotates it again, is compared with the current run, and once chosen has the cohorts and what is new', async () => {
    const { url } = await createTestDatabase()
    await using model = await startModel()
    await using system = await startSystem({ databaseUrl: url, queue: backend.of(url) }, model.environment)
    const { client } = system
    const batch = await push(system, sampleSessions('history', 60))
    await system.settled([batch])
    const [local] = (await client.runs()).runs
    expect(local).toMatchObject({ annotator: 'local', current: true })

    const { run, sessions } = await client.startRun({
      annotator: 'anthropic',
      settings: { strategy: 'faithful' },
    })
    expect(sessions).toBe(60)
    expect(
      (await client.startRun({ annotator: 'anthropic', settings: { strategy: 'faithful' } })).sessions,
    ).toBe(0)
    await eventually('all is annotated again', async () => (await doneOf(system, run.id)) === 60, PATIENCE_MS)
    expect((await client.batch(batch.id)).progress.annotated).toBe(60)
    expect((await client.run(run.id)).settledUsd).toBeGreaterThan(0)

    const { agreement } = await client.agreementWithRun(run.id, local?.id ?? 0)
    expect(agreement.sessions).toBe(60)
    const runOf = async () => (await client.aggregates('work_mode_by_month')).run.id
    expect(await runOf()).toBe(local?.id)
    await client.chooseRun(run.id)
    expect(await runOf()).toBe(run.id)

    const later = await push(system, sampleSessions('later', 4))
    await system.settled([later])
    const { rows } = await system.database.pool.query<{ n: number }>(
      'select count(*) as n from facts where run_id = $1',
      [run.id],
    )
    expect(rows).toEqual([{ n: 64 }])
  })

  test('of many sessions at a tight limit does not keep a few new ones waiting', async () => {
    const { url } = await createTestDatabase()
    await using model = await startModel({ requestsPerMinute: 240, burst: 1 / 60 })
    const environment = { ...model.environment, REQUESTS_PER_MINUTE: '240', CONCURRENCY: '4' }
    await using system = await startSystem({ databaseUrl: url, queue: backend.of(url) }, environment)
    const { client } = system
    await system.settled([await push(system, sampleSessions('backfill', 300))])
    const { run } = await client.startRun({ annotator: 'anthropic' })
    await client.chooseRun(run.id, { force: true })
    await eventually('it is under way', async () => (await doneOf(system, run.id)) > 0, PATIENCE_MS)
    const before = await doneOf(system, run.id)
    await system.settled([await push(system, sampleSessions('new', 4))])
    // Were they to wait for their turn behind it, nothing of it would be left.
    expect((await doneOf(system, run.id)) - before).toBeLessThan(100)
    await client.cancelRun(run.id)
  })
})
