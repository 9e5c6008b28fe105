import { createClient } from '@fieldwork/client'
import type { NewRun } from '@fieldwork/contract'
import type { Run } from '@fieldwork/store'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { annotate, clear, json, nameRun, postFresh } from './histories.ts'
import { problemOf, startService, type TestService } from './service.ts'

let service: TestService
let local: Run
beforeAll(async () => {
  service = await startService()
  local = await nameRun(service)
})
afterAll(() => service.stop())
beforeEach(() => clear(service, local))

const client = () => createClient({ url: service.url, key: service.keys.all })
const other = () => createClient({ url: service.url, key: service.keys.other })
const frugal: NewRun = { annotator: 'anthropic' }

/** Sessions that the current run has annotated. */
async function makeHistory(sessions: number): Promise<void> {
  await annotate(service, local.id, await postFresh(service, sessions))
}

/** Starts a run and gives what the queue was told. */
async function start(run: NewRun = frugal) {
  const before = service.announced.length
  const answer = await client().startRun(run)
  return { ...answer, chunks: service.announced.slice(before) }
}

describe('a run over history', () => {
  it('takes what there is, tells the queue, and takes nothing twice; the limit is set before', async () => {
    await makeHistory(5)
    const first = await start({ ...frugal, limitUsd: 2.5 })
    expect(first).toMatchObject({
      sessions: 5,
      run: {
        annotator: 'anthropic',
        settings: { model: 'claude-sonnet-4-6', strategy: 'frugal' },
        current: false,
        limitUsd: 2.5,
        history: { pending: 5 },
      },
    })
    expect(first.chunks).toHaveLength(5)
    const again = await start({ ...frugal, settings: { strategy: 'frugal' } })
    expect(again).toMatchObject({ sessions: 0, chunks: [], run: { id: first.run.id, limitUsd: 2.5 } })
    const faithful = await start({ ...frugal, settings: { strategy: 'faithful' } })
    expect(faithful).toMatchObject({ sessions: 5 })
    expect(faithful.run.id).not.toBe(first.run.id)
    expect((await client().runs()).runs.map(({ id }) => id)).toEqual([
      faithful.run.id,
      first.run.id,
      local.id,
    ])
  })

  it('takes a sample of the size it is asked for', async () => {
    await makeHistory(6)
    expect((await start({ ...frugal, scope: { sessions: 4 } })).sessions).toBe(4)
    expect((await start({ ...frugal, scope: { since: '2026-04' } })).sessions).toBe(0)
    expect((await start({ ...frugal, scope: { since: '2026-03', until: '2026-03' } })).sessions).toBe(2)
  })

  it.each([
    { annotator: 'nobody' },
    { annotator: 'none' },
    { annotator: 'local', settings: { model: 'x' } },
    { annotator: 'anthropic', settings: { temperature: 1 } },
    { annotator: 'anthropic', settings: { strategy: 'cheap' } },
    { annotator: 'anthropic', settings: { model: 5 } },
    { annotator: 'anthropic', settings: { model: '' } },
    { annotator: 'anthropic', scope: { since: '2026-13' } },
    { annotator: 'anthropic', scope: { sessions: 0 } },
    { annotator: 'anthropic', limitUsd: -1 },
    { annotator: 'anthropic', limit: 1 },
    {},
  ])('is not made of %j', async (body) => {
    expect(problemOf(await service.ask('/v1/runs', json('POST', body)))).toMatchObject({
      code: 'request_invalid',
    })
    expect((await client().runs()).runs).toHaveLength(1)
  })
})

describe('a limit', () => {
  it('is what was set: an amount, nothing at all, or no limit', async () => {
    const limits = fc.option(
      fc.oneof(
        fc.constant(0),
        fc.integer({ min: 1, max: 99_999_900 }).map((n) => n / 100),
      ),
    )
    await fc.assert(
      fc.asyncProperty(limits, async (limitUsd) => {
        expect((await client().limitRun(local.id, limitUsd)).limitUsd).toBe(limitUsd)
        expect((await client().run(local.id)).limitUsd).toBe(limitUsd)
      }),
      { numRuns: 15 },
    )
  })
})

describe('choosing a run', () => {
  it('is refused while something of it is pending, in hand or parked, unless it is forced', async () => {
    await makeHistory(2)
    const { run, chunks } = await start()
    const refused = () => expect(client().chooseRun(run.id)).rejects.toMatchObject({ code: 'run_unfinished' })
    await refused()
    await client().stopRun(run.id)
    await refused()
    await client().resumeRun(run.id)
    await annotate(service, run.id, chunks.slice(0, 1))
    await refused()
    expect((await client().run(local.id)).current).toBe(true)
    expect((await client().chooseRun(run.id, { force: true })).run.current).toBe(true)
  })

  it('gives it what came meanwhile, and cohorts and new sessions follow', async () => {
    await makeHistory(2)
    const { run, chunks } = await start()
    await annotate(service, run.id, chunks)
    await makeHistory(3)
    expect((await client().chooseRun(run.id, { topUp: false })).sessions).toBe(0)
    const before = service.announced.length
    const chosen = await client().chooseRun(run.id)
    expect(chosen).toMatchObject({
      sessions: 3,
      run: { current: true, history: { annotated: 2, pending: 3 } },
    })
    expect(service.announced.slice(before)).toHaveLength(3)
    expect((await client().aggregates('overall')).run.id).toBe(run.id)
    // Chunks of one, as the chosen run's annotator takes them.
    expect(await postFresh(service, 2)).toHaveLength(2)
  })
})

describe('a run that is stopped', () => {
  it('parks what waits, and has exactly that go on once it is resumed', async () => {
    await makeHistory(4)
    const { run, chunks } = await start()
    await annotate(service, run.id, chunks.slice(0, 1))
    const stopped = await client().stopRun(run.id, 'too dear')
    expect(stopped).toMatchObject({
      sessions: 3,
      run: { stopped: 'run_stopped: too dear', history: { parked: 3, annotated: 1 } },
    })
    const before = service.announced.length
    const resumed = await client().resumeRun(run.id)
    expect(resumed).toMatchObject({
      sessions: 3,
      run: { stopped: null, history: { pending: 3, annotated: 1 } },
    })
    expect(service.announced.slice(before).toSorted()).toEqual(chunks.slice(1).toSorted())
  })

  it('and cancelled has nothing left to do, keeps what it has, and can be chosen', async () => {
    await makeHistory(3)
    const { run, chunks } = await start()
    await annotate(service, run.id, chunks.slice(0, 1))
    await client().stopRun(run.id)
    expect(await client().cancelRun(run.id)).toMatchObject({
      sessions: 2,
      run: { history: { annotated: 1, excluded: 2, parked: 0 } },
    })
    expect(await client().chooseRun(run.id)).toMatchObject({ sessions: 0 })
    expect((await start()).sessions).toBe(2)
  })
})

describe('a run of another project', () => {
  it('is unknown to every route', async () => {
    const unknown = { code: 'run_unknown' }
    const asked = [
      () => other().run(local.id),
      () => other().limitRun(local.id, 0),
      () => other().chooseRun(local.id),
      () => other().stopRun(local.id),
      () => other().resumeRun(local.id),
      () => other().cancelRun(local.id),
      () => client().run(2_147_483_647),
    ]
    const before = await client().run(local.id)
    for (const ask of asked) await expect(ask()).rejects.toMatchObject(unknown)
    expect((await other().runs()).runs).toEqual([])
    expect(await client().run(local.id)).toEqual(before)
  })
})
