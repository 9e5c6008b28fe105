import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  claimChunk,
  expireClaims,
  extendClaim,
  markChunkDead,
  releaseClaim,
  splitChunk,
  waitingChunks,
  writeAnnotations,
} from '../src/index.ts'
import { answer, newClaim, openStore, postSessions, rows, runOut, type Store, states } from './store.ts'

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

const claimBy = (claim: string) => claimChunk(store.database, chunk, claim, 60)
const onlyState = async () => [...new Set(Object.values(await states(store.database)))]

describe('a claim', () => {
  it('gives what waits in the chunk with all that an annotator needs', async () => {
    const claimed = await claimBy(newClaim())
    expect(claimed).toHaveLength(3)
    expect(claimed[0]).toMatchObject({
      revision: 1,
      projectId: store.project.id,
      canonical: Buffer.from('first'),
      telemetry: { turns: 1, month: null },
    })
  })

  it('of many workers at once is had by one', async () => {
    const claimed = await Promise.all(Array.from({ length: 8 }, () => claimBy(newClaim())))
    expect(claimed.map(({ length }) => length).toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 3])
  })

  it('is lost to whoever claims after it has run out, and then writes, gives back and extends nothing', async () => {
    const [slow, quick] = [newClaim(), newClaim()]
    const late = await claimBy(slow)
    await runOut(store.database, slow)
    const taken = await claimBy(quick)
    expect(taken).toHaveLength(3)
    expect(
      await writeAnnotations(
        store.database,
        store.run.id,
        slow,
        late.map((each) => answer(each)),
        [],
      ),
    ).toBe(0)
    await releaseClaim(store.database, slow, chunk)
    expect(await splitChunk(store.database, slow, chunk)).toEqual([])
    await extendClaim(store.database, slow, chunk, 600)
    const held = await rows(
      store.database,
      "select distinct claim, claim_expires_at > now() + interval '2 minutes' as longer from session_revisions",
    )
    expect(held).toEqual([{ claim: quick, longer: false }])
    expect(
      await writeAnnotations(
        store.database,
        store.run.id,
        quick,
        taken.map((each) => answer(each)),
        [],
      ),
    ).toBe(3)
  })

  it('that has run out is still good for writing while nobody else has claimed', async () => {
    const claim = newClaim()
    const claimed = await claimBy(claim)
    await runOut(store.database, claim)
    expect(
      await writeAnnotations(
        store.database,
        store.run.id,
        claim,
        claimed.map((each) => answer(each)),
        [],
      ),
    ).toBe(3)
  })

  it('that is extended does not run out', async () => {
    const claim = newClaim()
    await claimBy(claim)
    await runOut(store.database, claim)
    await extendClaim(store.database, claim, chunk, 60)
    expect(await expireClaims(store.database, 10)).toBe(0)
    expect(await claimBy(newClaim())).toEqual([])
  })

  it('that is given back leaves all of it to the next', async () => {
    const claim = newClaim()
    await claimBy(claim)
    await releaseClaim(store.database, claim, chunk)
    expect(await onlyState()).toEqual(['pending'])
    expect(await claimBy(newClaim())).toHaveLength(3)
  })

  it('that is split leaves each session in a chunk of its own', async () => {
    const claim = newClaim()
    await claimBy(claim)
    const chunks = await splitChunk(store.database, claim, chunk)
    expect(new Set(chunks).size).toBe(3)
    expect(await claimBy(newClaim())).toEqual([])
    for (const each of chunks) expect(await claimChunk(store.database, each, newClaim(), 60)).toHaveLength(1)
  })
})

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
    expect(await waitingChunks(store.database, 0, 10)).toEqual([chunk])
    expect(await die(chunk)).toBe(3)
    const alone = await waitingChunks(store.database, 0, 10)
    expect(alone).toHaveLength(3)
    const [killer = '', ...innocent] = alone
    expect(await die(killer)).toBe(1)
    expect(await die((await waitingChunks(store.database, 0, 10)).at(-1) ?? '')).toBe(1)
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

describe('a chunk whose attempts are used up', () => {
  it('is dead with the reason, but for what was finished', async () => {
    const claim = newClaim()
    const [first] = await claimBy(claim)
    if (first === undefined) throw new Error('nothing was claimed')
    await writeAnnotations(store.database, store.run.id, claim, [answer(first)], [])
    expect(await markChunkDead(store.database, chunk, 'attempts_exhausted: x')).toBe(2)
    expect(await states(store.database)).toEqual({
      'a/1': 'annotated',
      'b/1': 'dead attempts_exhausted: x',
      'c/1': 'dead attempts_exhausted: x',
    })
    expect(await markChunkDead(store.database, chunk, 'again')).toBe(0)
  })
})

describe('waiting chunks', () => {
  it('are those in which something waits that long, oldest first, and no more than asked for', async () => {
    const { chunks } = await postSessions(store, [{ externalId: 'd' }])
    expect(await waitingChunks(store.database, 0, 10)).toEqual([chunk, ...chunks])
    expect(await waitingChunks(store.database, 0, 1)).toEqual([chunk])
    expect(await waitingChunks(store.database, 60, 10)).toEqual([])
    await store.database.pool.query(
      `update session_revisions set state_changed_at = now() - interval '2 minutes' where chunk_id = $1`,
      [chunk],
    )
    expect(await waitingChunks(store.database, 60, 10)).toEqual([chunk])
    await claimBy(newClaim())
    expect(await waitingChunks(store.database, 0, 10)).toEqual(chunks)
  })
})
