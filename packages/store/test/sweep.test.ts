import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claimChunk, expireClaims, waitingChunks, waitingSessions, writeAnnotations } from '../src/index.ts'
import { answer, newClaim } from './answers.ts'
import { postSessions } from './lines.ts'
import { openStore, runOut, type Store, states } from './store.ts'

let store: Store
let chunk: string
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.database.pool.query('delete from sessions')
  const { chunks } = await postSessions(store, [
    { externalId: 'a' },
    { externalId: 'b' },
    { externalId: 'c' },
  ])
  chunk = chunks[0] ?? ''
})

const waiting = async (seconds: number, limit: number) =>
  (await waitingChunks(store.database, seconds, limit)).map(({ id }) => id)

const claimBy = (claim: string) => claimChunk(store.database, chunk, claim, 60)

describe('a session that kills its workers', () => {
  it('costs the others of its chunk two claims, then only itself', async () => {
    const die = async (chunkId: string) => {
      const claim = newClaim()
      const claimed = await claimChunk(store.database, chunkId, claim, 60)
      await runOut(store.database, claim)
      await expireClaims(store.database, 4)
      return claimed.length
    }
    expect(await die(chunk)).toBe(3)
    expect(await waiting(0, 10)).toEqual([chunk])
    expect(await die(chunk)).toBe(3)
    const alone = await waiting(0, 10)
    expect(alone).toHaveLength(3)
    const [killer = '', ...innocent] = alone
    expect(await die(killer)).toBe(1)
    expect(await die((await waiting(0, 10)).at(-1) ?? '')).toBe(1)
    for (const each of innocent) {
      const claim = newClaim()
      const claimed = await claimChunk(store.database, each, claim, 60)
      await writeAnnotations(
        store.database,
        store.run.id,
        claim,
        claimed.map((one) => answer(one)),
        [],
      )
    }
    const ends = Object.values(await states(store.database)).toSorted()
    expect(ends).toEqual(['annotated', 'annotated', 'dead attempts_exhausted'])
  })
})

describe('what waits', () => {
  it('is found by its chunks, those in which something waits that long, oldest first, and no more than asked for', async () => {
    const { chunks } = await postSessions(store, [{ externalId: 'd' }])
    expect(await waiting(0, 10)).toEqual([chunk, ...chunks])
    expect(await waiting(0, 1)).toEqual([chunk])
    expect(await waiting(60, 10)).toEqual([])
    await store.database.pool.query(
      `update session_revisions set state_changed_at = now() - interval '2 minutes' where chunk_id = $1`,
      [chunk],
    )
    expect(await waiting(60, 10)).toEqual([chunk])
    await claimBy(newClaim())
    expect(await waiting(0, 10)).toEqual(chunks)
  })

  it('is counted by sessions', async () => {
    expect(await waitingSessions(store.database)).toBe(3)
    await claimBy(newClaim())
    expect(await waitingSessions(store.database)).toBe(0)
  })
})
