import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  claimChunk,
  expireClaims,
  expireTranscripts,
  releaseClaim,
  waitingChunks,
  writeAnnotations,
} from '../src/index.ts'
import { annotate, answer, newClaim } from './answers.ts'
import { postSessions } from './lines.ts'
import { endRetention, openStore, rows, runOut, type Store, states } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => store.database.pool.query('delete from sessions'))

const kept = async () =>
  Number((await rows<{ n: number }>(store.database, 'select count(canonical) as n from transcripts'))[0]?.n)
const postOne = async (externalId: string) => (await postSessions(store, [{ externalId }])).chunks[0] ?? ''

describe('a transcript whose retention has ended', () => {
  it('is emptied, whatever became of its session; counts, labels and facts stay', async () => {
    await annotate(store, await postOne('annotated'))
    await postSessions(store, [{ externalId: 'excluded', excluded: 'headless' }])
    await claimChunk(store.database, await postOne('claimed'), newClaim(), 60)
    await postOne('waiting')
    await postOne('young')
    for (const each of ['annotated', 'excluded', 'claimed', 'waiting'])
      await endRetention(store.database, each)
    expect(await expireTranscripts(store.database)).toBe(4)
    expect(await kept()).toBe(1)
    expect(await expireTranscripts(store.database)).toBe(0)
    const [left] = await rows(
      store.database,
      `select (select count(*) from transcripts where telemetry is not null) as counts, (select count(*) from labels) as labels, (select count(*) from facts) as facts`,
    )
    expect(left).toEqual({ counts: 5, labels: 2, facts: 1 })
  })

  it('ends what waits for it, with the reason, and so the batch', async () => {
    await postOne('waiting')
    await postOne('parked')
    await store.database.pool.query(
      `update session_revisions set state = 'parked', reason = 'budget' where session_id = (select id from sessions where external_id = 'parked')`,
    )
    await endRetention(store.database, 'waiting')
    await endRetention(store.database, 'parked')
    await expireTranscripts(store.database)
    expect(await states(store.database)).toEqual({
      'waiting/1': 'dead transcript_expired',
      'parked/1': 'dead transcript_expired',
    })
    expect(await waitingChunks(store.database, 0, 10)).toEqual([])
  })

  it('does not take it from the worker that has read it', async () => {
    const claim = newClaim()
    const claimed = await claimChunk(store.database, await postOne('s'), claim, 60)
    await endRetention(store.database, 's')
    await expireTranscripts(store.database)
    expect(
      await writeAnnotations(
        store.database,
        store.run.id,
        claim,
        claimed.map((each) => answer(each)),
        [],
      ),
    ).toBe(1)
    expect(await states(store.database)).toEqual({ 's/1': 'annotated' })
  })

  it('is not waited for again by what was given back, nor by what a dead worker held', async () => {
    const chunk = await postOne('s')
    for (const giveUp of [
      (claim: string) => releaseClaim(store.database, claim, chunk),
      (claim: string) => runOut(store.database, claim),
    ]) {
      const claim = newClaim()
      await claimChunk(store.database, chunk, claim, 60)
      await endRetention(store.database, 's')
      await expireTranscripts(store.database)
      await giveUp(claim)
      for (let look = 0; look < 2; look += 1) {
        await expireClaims(store.database, 10)
        const next = newClaim()
        for (const { id } of await waitingChunks(store.database, 0, 10)) {
          expect(await claimChunk(store.database, id, next, 60)).toEqual([])
        }
        await runOut(store.database, next)
      }
      expect(await states(store.database)).toEqual({ 's/1': 'dead transcript_expired' })
      await store.database.pool.query(
        `update session_revisions set state = 'pending', chunk_id = ${Number(chunk)}, reason = null; update transcripts set canonical = 'again'`,
      )
    }
  })

  it('is emptied in any number', async () => {
    await postSessions(
      store,
      Array.from({ length: 1_200 }, (_, index) => ({ externalId: `s${index}` })),
    )
    await store.database.pool.query('update transcripts set expires_at = now()')
    expect(await expireTranscripts(store.database)).toBe(1_200)
    expect(await kept()).toBe(0)
  })
})
