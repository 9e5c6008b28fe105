import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changedRuns, ensureCurrentRun, materialise, type Run, readCohort } from '../src/index.ts'
import { factOf } from './answers.ts'
import { anyFacts, cohortsOf, drawFacts, heldCohorts, insertFacts } from './facts.ts'
import { definition, makeProject, openStore, type Store } from './store.ts'

let store: Store
let other: Run
let second: Run
beforeAll(async () => {
  store = await openStore()
  other = (await makeProject(store.database, 'other')).run
  second = await ensureCurrentRun(store.database, store.project.id, definition('2'))
})
afterAll(() => store.close())
const forget = () =>
  store.database.pool.query(
    'delete from sessions; delete from fact_changes; delete from materialisations; delete from cohort_metrics',
  )
beforeEach(forget)

const current = (version: string) => ensureCurrentRun(store.database, store.project.id, definition(version))

describe('materialised cohorts', () => {
  it('are to the last digit what the study computes from the facts, run by run and project by project', async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, anyFacts, anyFacts, async (ours, oursAgain, theirs) => {
        await forget()
        await insertFacts(store.database, store.run, ours)
        await insertFacts(store.database, second, oursAgain)
        await insertFacts(store.database, other, theirs)
        for (const { id } of [store.run, second, other]) await materialise(store.database, id)
        await current('1')
        expect(await heldCohorts(store.database, store.project.id)).toEqual(cohortsOf(ours))
        await current('2')
        expect(await heldCohorts(store.database, store.project.id)).toEqual(cohortsOf(oursAgain))
        expect(await heldCohorts(store.database, other.projectId)).toEqual(cohortsOf(theirs))
      }),
      { numRuns: 10 },
    )
  })

  it('that were brought up to date step by step equal those computed from scratch', async () => {
    await current('1')
    await fc.assert(
      fc.asyncProperty(fc.array(anyFacts, { maxLength: 3 }), async (steps) => {
        await forget()
        for (const step of steps) {
          await insertFacts(store.database, store.run, step)
          await materialise(store.database, store.run.id)
        }
        await materialise(store.database, store.run.id)
        expect(await heldCohorts(store.database, store.project.id)).toEqual(cohortsOf(steps.flat()))
      }),
      { numRuns: 10 },
    )
  })

  it('lose the cells whose last session has moved to another month', async () => {
    await current('1')
    await insertFacts(store.database, store.run, [{ ...factOf({ month: '2026-01' }), person: 'a' }])
    await materialise(store.database, store.run.id)
    await store.database.pool.query(`update facts set month = '2026-02-01'`)
    await store.database.pool.query(
      `insert into fact_changes (project_id, run_id, month)
       select $1, $2, month from unnest(array['2026-01-01', '2026-02-01']::date[]) as month`,
      [store.project.id, store.run.id],
    )
    await materialise(store.database, store.run.id)
    const byMonth = await readCohort(store.database, store.project.id, 'work_mode_by_month')
    expect(new Set(byMonth?.rows.map(({ cell }) => cell.month))).toEqual(new Set(['2026-02']))
  })

  it('are left alone where nothing changed, and say whether they are behind', async () => {
    await current('1')
    const overall = () => readCohort(store.database, store.project.id, 'overall')
    expect(await overall()).toMatchObject({ materialisedAt: null, stale: false, rows: [] })
    await insertFacts(store.database, store.run, drawFacts(1))
    expect(await overall()).toMatchObject({ materialisedAt: null, stale: true })
    expect(await materialise(store.database, store.run.id)).toBe(true)
    const first = await overall()
    expect(first?.stale).toBe(false)
    expect(await materialise(store.database, store.run.id)).toBe(false)
    expect(await overall()).toEqual(first)
  })

  it('are computed whole, without being asked, once the catalogue defines them otherwise', async () => {
    await current('1')
    await insertFacts(store.database, store.run, drawFacts(1))
    await materialise(store.database, store.run.id)
    expect(await changedRuns(store.database)).toEqual([])
    const before = await heldCohorts(store.database, store.project.id)
    await store.database.pool.query(
      `update materialisations set definition = sha256('other'); update cohort_metrics set sum = sum + 1`,
    )
    expect(await changedRuns(store.database)).toEqual([{ projectId: store.project.id, runId: store.run.id }])
    expect(await materialise(store.database, store.run.id)).toBe(true)
    expect(await heldCohorts(store.database, store.project.id)).toEqual(before)
    expect(await changedRuns(store.database)).toEqual([])
  })
})
