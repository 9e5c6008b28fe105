import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claimChunk, writeAnnotations } from '../src/index.ts'
import { annotate, answer, newClaim } from './answers.ts'
import { postSessions } from './lines.ts'
import { openStore, rows, type Store, states } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => store.database.pool.query('truncate sessions, batches, fact_changes cascade'))

const counted = async (table: 'annotations' | 'labels' | 'facts') =>
  Number((await rows<{ n: number }>(store.database, `select count(*) as n from ${table}`))[0]?.n)

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
    expect(await counted('facts')).toBe(1)
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
