import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claimChunk, writeAnnotations } from '../src/index.ts'
import {
  annotate,
  answer,
  newClaim,
  openStore,
  post,
  postSessions,
  rows,
  type Store,
  sessionLine,
  states,
  waiters,
} from './store.ts'

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
const counted = async (table: 'annotations' | 'labels' | 'facts') =>
  Number((await rows<{ n: number }>(store.database, `select count(*) as n from ${table}`))[0]?.n)

/** Posts a session's next revision and gives its chunk. */
async function revise(content: string): Promise<string> {
  const { chunks } = await postSessions(store, [{ externalId: 's', content }])
  return chunks[0] ?? ''
}

describe('annotations', () => {
  it('hold each label with its provenance, and the fact with every member', async () => {
    const { chunks } = await postSessions(store, [{ externalId: 's' }])
    await annotate(store, chunks[0] ?? '', {
      workMode: 'build',
      expertise: 3,
      userPlanningShare: 1 / 3,
      softwareUser: true,
      agent: 'it’s "quoted", {braced}\\',
    })
    expect(
      await rows(
        store.database,
        'select run_id, model, settings, prompt_hash, transcript_cut, input_tokens, cost_usd from annotations',
      ),
    ).toEqual([
      {
        run_id: store.run.id,
        model: 'rules',
        settings: { temperature: 0 },
        prompt_hash: 'none',
        transcript_cut: false,
        input_tokens: 1,
        cost_usd: '0.00010000',
      },
    ])
    expect(
      await rows(
        store.database,
        'select classifier, classifier_version, value, confidence from labels order by classifier',
      ),
    ).toEqual([
      { classifier: 'outcome', classifier_version: '1', value: 'succeeded', confidence: 0.5 },
      { classifier: 'work_mode', classifier_version: '1', value: 'build', confidence: 0.5 },
    ])
    expect(
      await rows(
        store.database,
        'select month, work_mode, expertise, user_planning_share, software_user, agent, headless, steers from facts',
      ),
    ).toEqual([
      {
        month: '2026-04-01',
        work_mode: 'build',
        expertise: 3,
        user_planning_share: 1 / 3,
        software_user: true,
        agent: 'it’s "quoted", {braced}\\',
        headless: false,
        steers: null,
      },
    ])
  })

  it('written twice, and by two workers at once, are there once', async () => {
    const { chunks } = await postSessions(store, [{ externalId: 'a' }, { externalId: 'b' }])
    const claim = newClaim()
    const answers = (await claimChunk(store.database, chunks[0] ?? '', claim, 60)).map((each) => answer(each))
    const written = await Promise.all(
      [1, 2, 3].map(() => writeAnnotations(store.database, store.run.id, claim, answers, [])),
    )
    expect(written.toSorted()).toEqual([0, 0, 2])
    expect(await counted('annotations')).toBe(2)
    expect(await counted('labels')).toBe(4)
    expect(await counted('facts')).toBe(2)
  })

  it('of what could not be scored leave a reason and nothing else', async () => {
    const { chunks } = await postSessions(store, [{ externalId: 'a' }, { externalId: 'b' }])
    const claim = newClaim()
    const [a, b] = await claimChunk(store.database, chunks[0] ?? '', claim, 60)
    if (a === undefined || b === undefined) throw new Error('two were posted')
    expect(
      await writeAnnotations(
        store.database,
        store.run.id,
        claim,
        [answer(a)],
        [{ id: b.id, reason: 'answer_refused' }],
      ),
    ).toBe(2)
    expect(await states(store.database)).toEqual({ 'a/1': 'annotated', 'b/1': 'unscorable answer_refused' })
    expect(await counted('annotations')).toBe(1)
    expect((await facts()).map(({ session }) => session)).toEqual(['a'])
  })

  it('that fail leave nothing of themselves, and the claim as it was', async () => {
    const { chunks } = await postSessions(store, [{ externalId: 's' }])
    const claim = newClaim()
    const [claimed] = await claimChunk(store.database, chunks[0] ?? '', claim, 60)
    if (claimed === undefined) throw new Error('one was posted')
    await expect(
      writeAnnotations(store.database, store.run.id, claim, [answer(claimed, { expertise: 1e9 })], []),
    ).rejects.toThrow('smallint')
    expect(await counted('annotations')).toBe(0)
    expect(await states(store.database)).toEqual({ 's/1': 'annotating' })
    expect(await writeAnnotations(store.database, store.run.id, claim, [answer(claimed)], [])).toBe(1)
  })

  it('take counts of any size that a posted session may state', async () => {
    const { chunks } = await postSessions(store, [{ externalId: 's' }])
    const huge = {
      agentWords: 200_000 * Number.MAX_SAFE_INTEGER,
      linesAdded: Number.MAX_SAFE_INTEGER,
      linesRemoved: 2 ** 31,
    }
    await annotate(store, chunks[0] ?? '', huge)
    expect(
      await rows(
        store.database,
        'select agent_words as "agentWords", lines_added as "linesAdded", lines_removed as "linesRemoved" from facts',
      ),
    ).toEqual([huge])
  })
})

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

  it('marks the month that it leaves also where its earlier revision is written at the same moment', async () => {
    const [revision] = await claimed(await revise('first'))
    const earlier = await store.database.pool.connect()
    await earlier.query('begin')
    await earlier.query(
      `insert into facts (run_id, session_id, project_id, revision, person, month, headless, turns, actions)
       values ($1, $2, $3, 0, $4, '2026-01-01', false, 1, 0)`,
      [store.run.id, revision?.sessionId, store.project.id, revision?.person],
    )
    const writing =
      revision === undefined
        ? undefined
        : writeAnnotations(store.database, store.run.id, CLAIM, [answer(revision, { month: '2026-02' })], [])
    await expect.poll(() => waiters(store.database)).toBe(1)
    await earlier.query('commit')
    earlier.release()
    await writing
    expect(await facts()).toMatchObject([{ revision: 1, month: '2026-02' }])
    expect(await changedMonths()).toEqual(['2026-01', '2026-02'])
  })
})

describe('writers and uploads of the same sessions', () => {
  it('do not wait for each other in a circle', async () => {
    // Ids and names in opposite orders: an upload goes by names, a writer by ids.
    const names = ['b', 'a']
    const chunks: string[] = []
    for (const externalId of names) chunks.push((await postSessions(store, [{ externalId }])).chunks[0] ?? '')
    const both = (await Promise.all(chunks.map((chunk) => claimed(chunk)))).flat()
    const gate = await store.database.pool.connect()
    await gate.query('begin')
    await gate.query(`select from sessions where external_id = 'a' for update`)
    const upload = post(
      store,
      names.map((externalId, index) => sessionLine(index + 1, { externalId, content: 'grown' })),
    )
    await expect.poll(() => waiters(store.database)).toBe(1)
    const writing = writeAnnotations(
      store.database,
      store.run.id,
      CLAIM,
      both.map((each) => answer(each)),
      [],
    )
    await expect.poll(() => waiters(store.database)).toBe(2)
    await gate.query('commit')
    gate.release()
    await expect(Promise.all([upload, writing])).resolves.toMatchObject([{}, 2])
  })
})

const CLAIM = newClaim()
const claimed = (chunk: string) => claimChunk(store.database, chunk, CLAIM, 60)
