import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changedRuns, materialise } from '../src/index.ts'
import { cohortsOf, drawFacts, heldCohorts, insertFacts } from './facts.ts'
import { openStore, type Store, waiters } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() =>
  store.database.pool.query(
    'delete from sessions; delete from fact_changes; delete from materialisations; delete from cohort_metrics',
  ),
)

const insert = (facts: Parameters<typeof insertFacts>[2]) => insertFacts(store.database, store.run, facts)
const held = () => heldCohorts(store.database, store.project.id)
const refresh = () => materialise(store.database, store.run.id)

/** Starts a refresh and stops it in its midst, some cohorts written and others not yet computed, until `go`. */
async function stoppedRefresh(): Promise<{ go(): Promise<boolean> }> {
  const gate = await store.database.pool.connect()
  await gate.query('begin')
  await gate.query(`select from materialisations where cohort = 'decisions_by_work_mode' for update`)
  const refreshing = refresh()
  await expect.poll(() => waiters(store.database)).toBe(1)
  return {
    async go() {
      await gate.query('commit')
      gate.release()
      return refreshing
    },
  }
}

describe('a refresh', () => {
  it('shows readers the cohorts before it or after it, never some of each', async () => {
    const [before, added] = [drawFacts(1), drawFacts(2)]
    await insert(before)
    await refresh()
    await insert(added)
    const stopped = await stoppedRefresh()
    expect(await held()).toEqual(cohortsOf(before))
    await stopped.go()
    expect(await held()).toEqual(cohortsOf([...before, ...added]))
  })

  it('loses no change that is committed while it is under way, and counts none of it in some cohorts only', async () => {
    const [first, second, meanwhile] = [drawFacts(3), drawFacts(4), drawFacts(5)]
    await insert(first)
    await refresh()
    await insert(second)
    const stopped = await stoppedRefresh()
    await insert(meanwhile)
    await stopped.go()
    expect(await held()).toEqual(cohortsOf([...first, ...second]))
    expect(await changedRuns(store.database)).toEqual([{ projectId: store.project.id, runId: store.run.id }])
    await refresh()
    expect(await held()).toEqual(cohortsOf([...first, ...second, ...meanwhile]))
  })

  it('that waited for another one sees what was committed until its own turn', async () => {
    const [first, second, meanwhile] = [drawFacts(6), drawFacts(7), drawFacts(8)]
    await insert(first)
    await refresh()
    await insert(second)
    const stopped = await stoppedRefresh()
    const waiting = refresh()
    await expect.poll(() => waiters(store.database)).toBe(2)
    await insert(meanwhile)
    expect(await stopped.go()).toBe(true)
    expect(await waiting).toBe(true)
    expect(await held()).toEqual(cohortsOf([...first, ...second, ...meanwhile]))
    expect(await refresh()).toBe(false)
  })

  it('that fails keeps the changes for the next, and its lock for nobody', async () => {
    const facts = drawFacts(9)
    await insert(facts)
    await store.database.pool.query(
      `alter table cohort_metrics add constraint broken check (cohort <> 'overall') not valid`,
    )
    await expect(refresh()).rejects.toThrow('broken')
    await store.database.pool.query('alter table cohort_metrics drop constraint broken')
    expect(await refresh()).toBe(true)
    expect(await held()).toEqual(cohortsOf(facts))
  })

  it('may be had by many at once, between writers: at the end nothing is missing and nothing twice', async () => {
    const written = Array.from({ length: 8 }, (_, index) => drawFacts(10 + index))
    await Promise.all(written.flatMap((facts) => [insert(facts), refresh(), refresh()]))
    await refresh()
    expect(await held()).toEqual(cohortsOf(written.flat()))
  })
})
