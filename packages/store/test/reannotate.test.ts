import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  cancelHistory,
  changedRuns,
  chooseRun,
  currentRun,
  historyProgress,
  materialise,
  readCohort,
} from '../src/index.ts'
import { annotateBy, historyOf, makeHistory, otherRun, take } from './histories.ts'
import { endRetention, openStore, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.database.pool.query('delete from sessions')
  await store.database.pool.query('delete from runs where id <> $1', [store.run.id])
  await store.database.pool.query('update projects set current_run_id = $1', [store.run.id])
})

const names = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`)
const past = (count: number) => names(count).map((externalId) => ({ externalId }))

describe('a run over history', () => {
  it('takes every session once, however often and at once it is asked for', async () => {
    await makeHistory(store, past(7))
    const run = await otherRun(store)
    const taken = await Promise.all([take(store, run), take(store, run), take(store, run)])
    expect(taken.map(({ sessions }) => sessions).toSorted()).toEqual([0, 0, 7])
    // Chunks of three.
    expect(taken.flatMap(({ chunks }) => chunks)).toHaveLength(3)
    expect(await historyProgress(store.database, run.id)).toMatchObject({ pending: 7 })
    for (const chunk of taken.flatMap(({ chunks }) => chunks)) await annotateBy(store, run, chunk)
    expect(await historyProgress(store.database, run.id)).toMatchObject({ pending: 0, annotated: 7 })
    expect(await take(store, run)).toEqual({ chunks: [], sessions: 0 })
  })

  it('takes the newest revision only, and leaves out what is excluded, unfinished or without its transcript', async () => {
    await makeHistory(store, [
      { externalId: 'revised' },
      { externalId: 'revised', content: 'second' },
      { externalId: 'headless', excluded: 'headless' },
      { externalId: 'waits', left: true },
      { externalId: 'expired' },
    ])
    await endRetention(store.database, 'expired')
    await store.database.pool.query('update transcripts set canonical = null where expires_at < now()')
    const run = await otherRun(store)
    await take(store, run)
    expect(await historyOf(store, run)).toEqual({ 'revised/2': 'pending' })
  })

  it('takes nothing that it has annotated as it came', async () => {
    await makeHistory(store, past(3))
    expect(await take(store, store.run)).toEqual({ chunks: [], sessions: 0 })
  })

  it('takes the months it is asked for, both ends included, and what came since when it is asked again', async () => {
    const months = ['2026-01', '2026-02', '2026-03', '2026-04', null]
    await makeHistory(
      store,
      months.map((month, index) => ({ externalId: `s${index}`, month })),
    )
    const run = await otherRun(store)
    await take(store, run, { since: '2026-02', until: '2026-03' })
    expect(Object.keys(await historyOf(store, run))).toEqual(['s1/1', 's2/1'])
    await makeHistory(store, [{ externalId: 'new', month: '2026-03' }])
    expect((await take(store, run, { since: '2026-02', until: '2026-03' })).sessions).toBe(1)
    expect((await take(store, run)).sessions).toBe(3)
  })

  it('takes the same sample every time and for every run, and a larger one holds the smaller', async () => {
    await makeHistory(store, past(12))
    const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
    let version = 2
    await fc.assert(
      fc.asyncProperty(sizes, async ([one, other]) => {
        const sample = async (sessions: number) => {
          version += 1
          const run = await otherRun(store, String(version))
          expect((await take(store, run, { sessions })).sessions).toBe(sessions)
          expect((await take(store, run, { sessions })).sessions).toBe(0)
          return Object.keys(await historyOf(store, run))
        }
        const [smaller, larger] = [await sample(Math.min(one, other)), await sample(Math.max(one, other))]
        expect(larger).toEqual(expect.arrayContaining(smaller))
      }),
      { numRuns: 10 },
    )
  })

  it('takes what was cancelled of it only where that is said', async () => {
    await makeHistory(store, past(4))
    const run = await otherRun(store)
    const [first = ''] = (await take(store, run)).chunks
    await annotateBy(store, run, first)
    expect(await cancelHistory(store.database, run)).toBe(1)
    expect((await take(store, run)).sessions).toBe(0)
    const { chunks, sessions } = await take(store, run, { cancelled: true })
    expect(sessions).toBe(1)
    for (const chunk of chunks) await annotateBy(store, run, chunk)
    expect(await historyProgress(store.database, run.id)).toMatchObject({ annotated: 4, excluded: 0 })
    expect((await take(store, run, { cancelled: true })).sessions).toBe(0)
  })

  it('has its cohorts computed while another run is current, so that they are there once it is chosen', async () => {
    await makeHistory(store, past(4))
    const run = await otherRun(store)
    for (const chunk of (await take(store, run)).chunks) await annotateBy(store, run, chunk)
    const named = { projectId: store.project.id, runId: run.id }
    expect(await changedRuns(store.database)).toContainEqual(named)
    expect(await materialise(store.database, run.id)).toBe(true)
    expect(await changedRuns(store.database)).not.toContainEqual(named)

    const cohort = () => readCohort(store.database, store.project.id, 'overall')
    expect((await cohort())?.run.id).toBe(store.run.id)
    await chooseRun(store.database, run)
    expect((await currentRun(store.database, store.project.id))?.id).toBe(run.id)
    const chosen = await cohort()
    expect(chosen).toMatchObject({ run: { id: run.id }, stale: false })
    expect(chosen?.rows.some(({ moments }) => moments.sessions === 4n)).toBe(true)
  })
})
