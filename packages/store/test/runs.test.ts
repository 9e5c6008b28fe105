import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureCurrentRun, ensureRun, listRuns } from '../src/index.ts'
import { definition, openStore, rows, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const agreement = {
  date: '2026-11-25',
  sessions: 10,
  classifiers: { outcome: { n: 10, exact: 0.5, withinOne: null, kappa: null, majorityShare: 0.5 } },
}

describe('a run', () => {
  it('is one for each definition, whatever the order of its settings, however often and at once it is asked for', async () => {
    const settings = [
      { model: 'm', strategy: 'frugal' },
      { strategy: 'frugal', model: 'm' },
    ]
    const asked = [...settings, ...settings].map((each) =>
      ensureRun(store.database, store.project.id, { ...definition('s'), settings: each }),
    )
    expect(new Set((await Promise.all(asked)).map(({ id }) => id)).size).toBe(1)
    const other = { ...definition('s'), settings: { model: 'm', strategy: 'faithful' } }
    const { id } = await ensureRun(store.database, store.project.id, other)
    expect((await listRuns(store.database, store.project.id))[0]?.id).toBe(id)
  })

  it('that is asked for again is not written again, and takes no number for nothing', async () => {
    const stated = { ...definition('a'), agreement }
    const written = () =>
      rows(
        store.database,
        'select xmin::text, id from runs union all select xmin::text, id from projects order by 1, 2',
      )
    const first = await ensureCurrentRun(store.database, store.project.id, stated)
    const before = await written()
    for (let time = 0; time < 3; time += 1)
      expect(await ensureCurrentRun(store.database, store.project.id, stated)).toEqual(first)
    expect(await written()).toEqual(before)
    const next = await ensureRun(store.database, store.project.id, definition('b'))
    expect(next.id).toBe(first.id + 1)
  })

  it('takes over what its annotator states of it and how much one job gives it', async () => {
    const before = await ensureRun(store.database, store.project.id, definition('c'))
    const changed = { ...definition('c'), agreement, sessionsPerJob: 9 }
    expect(await ensureRun(store.database, store.project.id, changed)).toEqual({
      ...before,
      agreement,
      sessionsPerJob: 9,
    })
    expect(await ensureRun(store.database, store.project.id, definition('c'))).toEqual(before)
  })
})
