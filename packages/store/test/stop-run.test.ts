import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  cancelHistory,
  chooseRun,
  claimChunk,
  findRun,
  parkClaim,
  type Run,
  resumeRun,
  stopRun,
  unparkResumed,
  waitingChunks,
} from '../src/index.ts'
import { newClaim } from './answers.ts'
import { annotateBy, historyOf, makeHistory, otherRun, take } from './histories.ts'
import { postSessions } from './lines.ts'
import { openStore, type Store, states } from './store.ts'

let store: Store
let run: Run
beforeAll(async () => {
  store = await openStore()
  run = await otherRun(store)
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.database.pool.query('delete from sessions; update runs set stopped = null')
  await store.database.pool.query('update projects set current_run_id = $1', [store.run.id])
})

const counted = (chunks: readonly { readonly id: string; readonly sessions: number }[]) => ({
  chunks: chunks.map(({ id }) => id).toSorted(),
  sessions: chunks.reduce((sum, { sessions }) => sum + sessions, 0),
})
const past = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ externalId: `s${index}`, ...more }))

describe('a stopped run', () => {
  it('gives back exactly what was parked when it is resumed, whatever was done of it before', async () => {
    const done = fc.array(fc.constantFrom('leave', 'claim', 'annotate'), { minLength: 3, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(done, async (deeds) => {
        await store.database.pool.query('delete from sessions')
        await makeHistory(store, past(7))
        const { chunks } = await take(store, run)
        for (const [index, deed] of deeds.entries()) {
          const chunk = chunks[index] ?? ''
          if (deed === 'annotate') await annotateBy(store, run, chunk)
          if (deed === 'claim') await claimChunk(store.database, chunk, newClaim(), 60)
        }
        const before = await historyOf(store, run)
        const waiting = Object.values(before).filter((state) => state === 'pending').length

        expect(await stopRun(store.database, run.id, 'run_stopped: a test')).toBe(waiting)
        expect(await waitingChunks(store.database, 0, 100)).toEqual([])
        expect(await stopRun(store.database, run.id, 'run_stopped: again')).toBe(0)
        expect((await findRun(store.database, run.id))?.stopped).toBe('run_stopped: a test')

        const resumed = counted(await resumeRun(store.database, run.id))
        expect(resumed.sessions).toBe(waiting)
        expect(resumed.chunks).toEqual(chunks.filter((_, index) => deeds[index] === 'leave').toSorted())
        expect(await historyOf(store, run)).toEqual(before)
        expect((await findRun(store.database, run.id))?.stopped).toBeNull()
        expect(counted(await resumeRun(store.database, run.id)).sessions).toBe(0)
      }),
      { numRuns: 15 },
    )
  })

  it('holds first annotations only while it is the current one', async () => {
    await makeHistory(store, past(2, { left: true }))
    expect(await stopRun(store.database, run.id, 'run_stopped: not current')).toBe(0)
    expect(await stopRun(store.database, store.run.id, 'run_stopped: current')).toBe(2)
    expect(Object.values(await states(store.database))).toEqual(Array(2).fill('parked run_stopped: current'))
    // The one chosen meanwhile takes over what waits for a first annotation.
    await chooseRun(store.database, run)
    expect(counted(await resumeRun(store.database, store.run.id)).sessions).toBe(0)
    expect(counted(await resumeRun(store.database, run.id)).sessions).toBe(2)
  })

  it('stops no other run', async () => {
    await makeHistory(store, past(4))
    const other = await otherRun(store, '3')
    await take(store, run)
    await take(store, other)
    expect(await stopRun(store.database, run.id, 'run_stopped: one')).toBe(4)
    expect(Object.values(await historyOf(store, other))).toEqual(Array(4).fill('pending'))
  })
})

describe('a cancelled run', () => {
  it('loses what waits and what is parked, keeps what is in hand, and leaves first annotations alone', async () => {
    await makeHistory(store, past(4))
    const { chunks } = await take(store, run)
    await claimChunk(store.database, chunks[0] ?? '', newClaim(), 60)
    await makeHistory(store, [{ externalId: 'waits', left: true }])
    await chooseRun(store.database, run)
    expect(await cancelHistory(store.database, run)).toBe(1)
    const left = Object.values(await historyOf(store, run))
    expect(left.toSorted()).toEqual([...Array(3).fill('annotating'), 'excluded cancelled'])
    expect((await states(store.database))['waits/1']).toBe('pending')
    expect(await cancelHistory(store.database, run)).toBe(0)
  })
})

describe('what is parked', () => {
  it('waits again where its run goes on: a worker may have read it as stopped before it was resumed', async () => {
    await makeHistory(store, past(3))
    const { chunks } = await take(store, run)
    const claim = newClaim()
    const claimed = await claimChunk(store.database, chunks[0] ?? '', claim, 60)
    await stopRun(store.database, run.id, 'run_stopped: a test')
    await resumeRun(store.database, run.id)
    await parkClaim(store.database, claim, chunks[0] ?? '', 'run_stopped: a test')
    expect(await unparkResumed(store.database)).toBe(claimed.length)
    expect(new Set(Object.values(await historyOf(store, run)))).toEqual(new Set(['pending']))
  })

  it('waits again for the run that became the current one in place of the stopped one', async () => {
    await postSessions(store, [{ externalId: 'new' }])
    await stopRun(store.database, store.run.id, 'run_stopped: a test')
    expect(await unparkResumed(store.database)).toBe(0)
    expect(await states(store.database)).toEqual({ 'new/1': 'parked run_stopped: a test' })
    await chooseRun(store.database, run)
    expect(await unparkResumed(store.database)).toBe(1)
    expect(await states(store.database)).toEqual({ 'new/1': 'pending' })
  })
})
