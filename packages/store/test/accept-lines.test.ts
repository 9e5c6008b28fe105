import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { batchStatus, claimChunk, type ReadLine } from '../src/index.ts'
import { annotate, newClaim } from './answers.ts'
import { post, postSessions, rejectedLine, type Said, sessionLine } from './lines.ts'
import { openStore, rows, type Store, states } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => store.database.pool.query('truncate sessions, batches cascade'))

const counts = async (batchId: string) =>
  (await batchStatus(store.database, store.project.id, batchId))?.counts

describe('lines of a batch', () => {
  it('end as accepted, duplicate, revised or rejected, and the counts are theirs', async () => {
    const { batchId } = await post(store, [
      sessionLine(1, { externalId: 'a' }),
      rejectedLine(2),
      sessionLine(3, { externalId: 'a' }),
      sessionLine(4, { externalId: 'a', content: 'grown' }),
      sessionLine(5, { externalId: 'b', excluded: 'headless' }),
    ])
    expect(await counts(batchId)).toEqual({ posted: 5, accepted: 2, duplicate: 1, revised: 1, rejected: 1 })
    const lines = await rows<{ outcome: string }>(
      store.database,
      'select outcome from batch_lines order by line',
    )
    expect(lines.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'rejected',
      'duplicate',
      'revised',
      'accepted',
    ])
    expect(await states(store.database)).toEqual({
      'a/1': 'excluded superseded',
      'a/2': 'pending',
      'b/1': 'excluded headless',
    })
  })

  it('that are posted again are all duplicates and change nothing, also of a revision that is not the newest', async () => {
    const said = [{ externalId: 'a' }, { externalId: 'a', content: 'grown' }, { externalId: 'b' }]
    await postSessions(store, said)
    const before = await states(store.database)
    const { batchId, chunks } = await postSessions(store, said)
    expect(await counts(batchId)).toEqual({ posted: 3, accepted: 0, duplicate: 3, revised: 0, rejected: 0 })
    expect(chunks).toEqual([])
    expect(await states(store.database)).toEqual(before)
  })

  it('name the revision that holds their content', async () => {
    await postSessions(store, [{ externalId: 'a' }, { externalId: 'a', content: 'grown' }])
    const { batchId } = await postSessions(store, [{ externalId: 'a' }])
    const found = await rows<{ revision: number }>(
      store.database,
      'select revision from batch_lines join session_revisions on id = revision_id where batch_id = $1',
      [batchId],
    )
    expect(found).toEqual([{ revision: 1 }])
  })

  it('of one session that come at the same time from many uploads make each content one revision', async () => {
    const uploads = Array.from({ length: 6 }, (_, upload) => {
      const said = ['a', 'b', 'c', 'd'].flatMap((externalId) => [
        { externalId, content: 'same' },
        { externalId, content: `of upload ${upload % 3}` },
      ])
      return upload % 2 === 0 ? said : said.toReversed()
    })
    const batches = await Promise.all(uploads.map((said) => postSessions(store, said)))
    const all = await Promise.all(batches.map(({ batchId }) => counts(batchId)))
    const sum = (outcome: 'accepted' | 'revised' | 'duplicate') =>
      all.reduce((total, each) => total + (each?.[outcome] ?? 0), 0)
    expect({ accepted: sum('accepted'), revised: sum('revised') }).toEqual({ accepted: 4, revised: 12 })
    expect(sum('duplicate')).toBe(6 * 8 - 16)
    const latest = await rows(store.database, 'select distinct latest_revision from sessions')
    expect(latest).toEqual([{ latest_revision: 4 }])
    const waiting = Object.entries(await states(store.database)).filter(([, state]) => state === 'pending')
    expect(waiting.map(([name]) => name).toSorted()).toEqual(['a/4', 'b/4', 'c/4', 'd/4'])
  })

  it('keep what was annotated or is being annotated, and take the place of what only waits', async () => {
    const first = await postSessions(store, [{ externalId: 'done' }])
    const second = await postSessions(store, [{ externalId: 'claimed' }])
    await postSessions(store, [{ externalId: 'waits' }])
    await annotate(store, first.chunks[0] ?? '')
    await claimChunk(store.database, second.chunks[0] ?? '', newClaim(), 60)
    await postSessions(
      store,
      ['done', 'claimed', 'waits'].map((externalId) => ({ externalId, content: 'grown' })),
    )
    expect(await states(store.database)).toEqual({
      'done/1': 'annotated',
      'done/2': 'pending',
      'claimed/1': 'annotating',
      'claimed/2': 'pending',
      'waits/1': 'excluded superseded',
      'waits/2': 'pending',
    })
  })

  it('wait in chunks no larger than a job takes, and no chunk is without a session', async () => {
    const said = Array.from({ length: 7 }, (_, index) => ({ externalId: `s${index}` }))
    const { chunks } = await postSessions(store, [...said, { externalId: 'out', excluded: 'headless' }])
    const held = await rows<{ chunk: string; sessions: number }>(
      store.database,
      `select chunk_id::text as chunk, count(*) as sessions from session_revisions
       where chunk_id is not null group by chunk_id order by chunk_id`,
    )
    expect(held.map(({ chunk }) => chunk)).toEqual(chunks)
    expect(held.map(({ sessions }) => sessions)).toEqual([3, 3, 1])
  })

  it('add up, whatever is posted and in how many commits', async () => {
    const said = fc.record<Said>({
      externalId: fc.constantFrom('a', 'b', 'c'),
      content: fc.constantFrom('1', '2', '3'),
      excluded: fc.constantFrom(null, null, 'headless'),
    })
    const line = fc.oneof(said, fc.constant(null))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line, { maxLength: 8 }), { maxLength: 3 }), async (commits) => {
        await store.database.pool.query('delete from sessions')
        for (const commit of commits) {
          const lines = commit.map(
            (each, index): ReadLine =>
              each === null ? rejectedLine(index + 1) : sessionLine(index + 1, each),
          )
          const { batchId } = await post(store, lines)
          const { posted = 0, ...outcomes } = (await counts(batchId)) ?? {}
          expect(posted).toBe(lines.length)
          expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(posted)
        }
        const contents = new Set(
          commits.flat().map((each) => (each === null ? null : `${each.externalId} ${each.content}`)),
        )
        contents.delete(null)
        expect(Object.keys(await states(store.database))).toHaveLength(contents.size)
      }),
      { numRuns: 25 },
    )
  })
})
