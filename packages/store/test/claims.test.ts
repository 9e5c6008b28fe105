import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  claimChunk,
  expireClaims,
  extendClaim,
  markChunkDead,
  parkClaim,
  readTranscripts,
  releaseClaim,
  splitChunk,
  writeAnnotations,
} from '../src/index.ts'
import { answer, newClaim } from './answers.ts'
import { postSessions } from './lines.ts'
import { openStore, rows, runOut, type Store, states } from './store.ts'

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
      runId: null,
      telemetry: { turns: 1, month: null },
    })
  })

  it('brings the transcripts when they are asked for', async () => {
    const claimed = await claimBy(newClaim())
    const transcripts = await readTranscripts(
      store.database,
      claimed.map(({ id }) => id),
    )
    expect([...transcripts.values()].map(String)).toEqual(['first', 'first', 'first'])
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

  it('that is given back through no fault of the sessions uses up no attempt', async () => {
    const claim = newClaim()
    await claimBy(claim)
    await releaseClaim(store.database, claim, chunk, { uncounted: true })
    expect(await rows(store.database, 'select distinct state, attempts from session_revisions')).toEqual([
      { state: 'pending', attempts: 0 },
    ])
  })

  it('that is parked waits with its reason and is had by nobody', async () => {
    const claim = newClaim()
    await claimBy(claim)
    expect(await parkClaim(store.database, claim, chunk, 'spend_limit_reached')).toBe(3)
    expect(await onlyState()).toEqual(['parked spend_limit_reached'])
    expect(await claimBy(newClaim())).toEqual([])
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

  it('keeps what was claimed fewer times than that', async () => {
    const claim = newClaim()
    await claimBy(claim)
    await releaseClaim(store.database, claim, chunk)
    expect(await markChunkDead(store.database, chunk, 'attempts_exhausted', 2)).toBe(0)
    expect(await onlyState()).toEqual(['pending'])
    expect(await markChunkDead(store.database, chunk, 'attempts_exhausted', 1)).toBe(3)
  })
})
