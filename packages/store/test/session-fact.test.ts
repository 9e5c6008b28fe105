import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claimChunk, writeAnnotations } from '../src/index.ts'
import { annotate, answer, newClaim } from './answers.ts'
import { postSessions } from './lines.ts'
import { openStore, rows, type Store, states, waiters } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => store.database.pool.query('truncate sessions, batches, fact_changes cascade'))

const facts = () =>
  rows<{ session: string; revision: number; month: string | null }>(
    store.database,
    `select external_id as session, revision, to_char(month, 'YYYY-MM') as month
     from facts join sessions on sessions.id = session_id order by 1`,
  )
const changedMonths = async () => {
  const found = await rows<{ month: string | null }>(
    store.database,
    `select distinct to_char(month, 'YYYY-MM') as month from fact_changes order by 1`,
  )
  return found.map(({ month }) => month)
}
/** Posts a session's next revision and gives its chunk. */
async function revise(content: string): Promise<string> {
  const { chunks } = await postSessions(store, [{ externalId: 's', content }])
  return chunks[0] ?? ''
}

const CLAIM = newClaim()
const claimed = (chunk: string) => claimChunk(store.database, chunk, CLAIM, 60)

describe('the fact of a session', () => {
  it('is that of its newest annotated revision, and the month that it leaves has changed too', async () => {
    await annotate(store, await revise('first'), { month: '2026-01' })
    await annotate(store, await revise('second'), { month: '2026-02' })
    expect(await facts()).toEqual([{ session: 's', revision: 2, month: '2026-02' }])
    expect(await changedMonths()).toEqual(['2026-01', '2026-02'])
  })

  it('is not that of an older revision which is annotated later', async () => {
    const claim = newClaim()
    const [older] = await claimChunk(store.database, await revise('first'), claim, 60)
    if (older === undefined) throw new Error('one was posted')
    await annotate(store, await revise('second'), { month: '2026-02' })
    expect(
      await writeAnnotations(store.database, store.run.id, claim, [answer(older, { month: '2026-01' })], []),
    ).toBe(1)
    expect(await facts()).toEqual([{ session: 's', revision: 2, month: '2026-02' }])
    expect(await states(store.database)).toEqual({ 's/1': 'annotated', 's/2': 'annotated' })
  })

  it('is one also where both revisions are in one chunk, whatever their order', async () => {
    for (const session of ['forwards', 'backwards']) {
      const older = await postSessions(store, [{ externalId: session }])
      const claim = newClaim()
      const first = await claimChunk(store.database, older.chunks[0] ?? '', claim, 60)
      const newer = await postSessions(store, [{ externalId: session, content: 'grown' }])
      const second = await claimChunk(store.database, newer.chunks[0] ?? '', claim, 60)
      const both = [...first, ...second].map((each) => answer(each, { month: `2026-0${each.revision}` }))
      await writeAnnotations(
        store.database,
        store.run.id,
        claim,
        session === 'forwards' ? both : both.toReversed(),
        [],
      )
    }
    expect((await facts()).map(({ revision, month }) => [revision, month])).toEqual([
      [2, '2026-02'],
      [2, '2026-02'],
    ])
  })

  // What another worker writes is not seen before it commits; only then is it known which month the fact leaves.
  it.each([
    ['is first written', null],
    ['is itself replaced', '2025-12'],
  ])(
    'marks the month that it leaves also where its earlier revision %s at the same moment',
    async (_, before) => {
      if (before !== null) await annotate(store, await revise('first'), { month: before })
      const [revision] = await claimed(await revise('newest'))
      if (revision === undefined) throw new Error('one was posted')
      const other = await store.database.pool.connect()
      await other.query('begin')
      await other.query(
        `insert into facts (run_id, session_id, project_id, revision, person, month, headless, turns, actions)
       values ($1, $2, $3, 1, $4, '2026-01-01', false, 1, 0)
       on conflict (run_id, session_id) do update set month = excluded.month`,
        [store.run.id, revision.sessionId, store.project.id, revision.person],
      )
      await other.query('update facts set revision = 0')
      const newer = answer(revision, { month: '2026-02' })
      const writing = writeAnnotations(store.database, store.run.id, CLAIM, [newer], [])
      await expect.poll(() => waiters(store.database)).toBe(1)
      await other.query('commit')
      other.release()
      await writing
      expect(await facts()).toMatchObject([{ revision: revision.revision, month: '2026-02' }])
      expect(await changedMonths()).toEqual([...(before === null ? [] : [before]), '2026-01', '2026-02'])
    },
  )
})
