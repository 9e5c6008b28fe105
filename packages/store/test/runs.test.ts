import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseRun, currentRun, ensureCurrentRun, ensureRun, listRuns } from '../src/index.ts'
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

  it('that somebody chose gives way to its own newer version only', async () => {
    const { id: projectId } = store.project
    const chosen = await ensureRun(store.database, projectId, definition('chosen'))
    await chooseRun(store.database, chosen)
    const current = async () => (await currentRun(store.database, projectId))?.id
    // As a worker that read the project before it was chosen.
    await ensureCurrentRun(store.database, projectId, definition('of the environment'))
    expect(await current()).toBe(chosen.id)
    const newer = await ensureCurrentRun(store.database, projectId, definition('newer'), chosen)
    expect(await current()).toBe(newer.id)
    await chooseRun(store.database, chosen)
    await ensureCurrentRun(store.database, projectId, definition('newest'), newer)
    expect(await current()).toBe(chosen.id)
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
