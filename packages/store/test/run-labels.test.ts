import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ensureCurrentRun,
  findRun,
  findSessions,
  labelsOfSessions,
  sessionsOfBoth,
  validityFacts,
} from '../src/index.ts'
import { annotate } from './answers.ts'
import { drawFacts, insertFacts } from './facts.ts'
import { postSessions } from './lines.ts'
import { definition, makeProject, openStore, rows, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

describe('the sessions of two runs', () => {
  it('are those of which both hold a fact, once each and in order, in pages of any size', async () => {
    const { database, project } = store
    const first = await ensureCurrentRun(database, project.id, definition('first'))
    const second = await ensureCurrentRun(database, project.id, definition('second'))
    await insertFacts(database, first, drawFacts(1))
    await database.pool.query(
      `insert into facts (run_id, session_id, project_id, revision, person, month, headless, turns, actions)
       select $2, session_id, project_id, revision, person, month, headless, turns, actions
       from facts where run_id = $1 and session_id % 3 <> 0`,
      [first.id, second.id],
    )
    await insertFacts(database, second, drawFacts(2))
    const both = await rows<{ id: number }>(
      database,
      'select session_id as id from facts where run_id = $1 and session_id % 3 <> 0 order by 1',
      [first.id],
    )
    expect(both.length).toBeGreaterThan(10)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (limit) => {
        const seen: number[] = []
        for (let after = 0; ; after = seen.at(-1) ?? 0) {
          const page = await sessionsOfBoth(database, [second.id, first.id], { after, limit })
          if (page.length === 0) break
          seen.push(...page)
        }
        expect(seen).toEqual(both.map(({ id }) => id))
      }),
      { numRuns: 10 },
    )
    expect(await validityFacts(database, first.id)).toHaveLength(drawFacts(1).length)
  })
})

describe('a run', () => {
  it('is found by its project alone', async () => {
    const { database, project, run } = store
    const other = await makeProject(database, 'other')
    expect(await findRun(database, run.id, project.id)).toMatchObject({ id: run.id, annotator: 'local' })
    expect(await findRun(database, run.id, other.project.id)).toBeNull()
  })
})

describe('the labels of a session', () => {
  it('are those of its run and of its newest annotated revision', async () => {
    const { database, project, run } = store
    const said = { externalId: 'labelled' }
    const annotateAll = async (chunks: readonly string[]) => {
      for (const chunk of chunks) await annotate(store, chunk)
    }
    await annotateAll((await postSessions(store, [said])).chunks)
    const [found] = await findSessions(database, project.id, [{ externalId: 'labelled', source: null }])
    const session = found?.sessionId ?? 0
    const labels = async (runId = run.id) => (await labelsOfSessions(database, runId, [session])).get(session)
    expect(await labels()).toMatchObject({ labels: { work_mode: 'build', outcome: 'succeeded' } })
    await database.pool.query(`update labels set value = '"fix"' where classifier = 'work_mode'`)

    const { chunks } = await postSessions(store, [{ ...said, content: 'second' }])
    expect(await labels(), 'until the next is annotated').toMatchObject({ labels: { work_mode: 'fix' } })
    await annotateAll(chunks)
    expect(await labels()).toMatchObject({ labels: { work_mode: 'build' } })
    expect(await labels(run.id + 1_000)).toBeUndefined()
  })

  it('are found by the names of sessions in their order, whatever names there are', async () => {
    const { database, project } = store
    await postSessions(store, [{ externalId: 'named' }])
    const names = ['nobody', 'named', 'named', 'nobody'].map((externalId, index) => ({
      externalId,
      source: index === 2 ? 'another source' : null,
    }))
    const found = await findSessions(database, project.id, names)
    expect(found.map(({ matches }) => matches)).toEqual([0, 1, 0, 0])
    expect(await findSessions(database, project.id, [])).toEqual([])
  })
})
