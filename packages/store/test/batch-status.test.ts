import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { batchStatus, claimChunk, markChunkDead, materialise, rejectedLines } from '../src/index.ts'
import { annotate, newClaim } from './answers.ts'
import { post, postSessions, rejectedLine, sessionLine } from './lines.ts'
import { makeProject, openStore, type Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => store.database.pool.query('truncate sessions, batches, fact_changes cascade'))

const status = async (batchId: string) => {
  const found = await batchStatus(store.database, store.project.id, batchId)
  if (found === null) throw new Error('there is no such batch')
  return found
}
const ends = async (batchId: string) => {
  const { complete, materialised } = await status(batchId)
  return { complete, materialised }
}

describe('a batch', () => {
  it('tells the state of each of its sessions once, however many lines name it', async () => {
    const first = await postSessions(store, [
      { externalId: 'a' },
      { externalId: 'b' },
      { externalId: 'c' },
      { externalId: 'd', excluded: 'headless' },
    ])
    await annotate(store, first.chunks[0] ?? '')
    const { batchId } = await post(store, [
      sessionLine(1, { externalId: 'a' }),
      sessionLine(2, { externalId: 'a' }),
      sessionLine(3, { externalId: 'd' }),
      sessionLine(4, { externalId: 'e' }),
      rejectedLine(5),
    ])
    expect((await status(batchId)).progress).toEqual({
      pending: 1,
      annotating: 0,
      parked: 0,
      annotated: 1,
      excluded: 1,
      unscorable: 0,
      dead: 0,
    })
  })

  it('is complete once nothing of it waits or is being annotated, and materialised once the cohorts hold it', async () => {
    const { batchId, chunks } = await postSessions(store, [{ externalId: 'a' }])
    expect(await ends(batchId)).toEqual({ complete: false, materialised: false })
    const claim = newClaim()
    await claimChunk(store.database, chunks[0] ?? '', claim, 60)
    expect(await ends(batchId)).toEqual({ complete: false, materialised: false })
    await store.database.pool.query(
      `update session_revisions set state = 'pending', claim = null, claim_expires_at = null`,
    )
    await annotate(store, chunks[0] ?? '')
    expect(await ends(batchId)).toEqual({ complete: true, materialised: false })
    await materialise(store.database, store.run.id)
    expect(await ends(batchId)).toEqual({ complete: true, materialised: true })
  })

  it('of which nothing was annotated is materialised as soon as it is complete', async () => {
    const { batchId, chunks } = await postSessions(store, [
      { externalId: 'a' },
      { externalId: 'b', excluded: 'headless' },
    ])
    await markChunkDead(store.database, chunks[0] ?? '', 'attempts_exhausted')
    expect(await ends(batchId)).toEqual({ complete: true, materialised: true })
  })

  it('waits neither for what is annotated after it nor for another project', async () => {
    const { batchId, chunks } = await postSessions(store, [{ externalId: 'a' }])
    const other = await makeProject(store.database, 'other')
    const theirs = await postSessions({ ...store, ...other }, [{ externalId: 'a' }])
    await annotate({ ...store, ...other }, theirs.chunks[0] ?? '')
    await annotate(store, chunks[0] ?? '')
    await materialise(store.database, store.run.id)
    const later = await postSessions(store, [{ externalId: 'b' }])
    await annotate(store, later.chunks[0] ?? '')
    expect(await ends(batchId)).toEqual({ complete: true, materialised: true })
    expect(await ends(later.batchId)).toEqual({ complete: true, materialised: false })
  })

  it('is not materialised before its last session is, also where the clock has gone back meanwhile', async () => {
    const { batchId, chunks } = await postSessions(
      store,
      ['a', 'b', 'c', 'd'].map((externalId) => ({ externalId })),
    )
    await annotate(store, chunks[0] ?? '')
    await materialise(store.database, store.run.id)
    await annotate(store, chunks[1] ?? '')
    await store.database.pool.query(
      `update session_revisions set state_changed_at = state_changed_at - interval '1 day' where chunk_id = $1`,
      [chunks[1]],
    )
    await store.database.pool.query(`update fact_changes set changed_at = changed_at - interval '1 day'`)
    expect(await ends(batchId)).toEqual({ complete: true, materialised: false })
    await materialise(store.database, store.run.id)
    expect(await ends(batchId)).toEqual({ complete: true, materialised: true })
  })

  it('is told apart to the microsecond: a change in the same millisecond but later is not its own', async () => {
    const { batchId, chunks } = await postSessions(store, [{ externalId: 'a' }])
    await annotate(store, chunks[0] ?? '')
    const shift = (table: string, column: string, at: string) =>
      store.database.pool.query(`update ${table} set ${column} = $1`, [at])
    await shift('session_revisions', 'state_changed_at', '2026-04-01T00:00:00.000100Z')
    await shift('fact_changes', 'changed_at', '2026-04-01T00:00:00.000101Z')
    expect((await status(batchId)).materialised).toBe(true)
    await shift('fact_changes', 'changed_at', '2026-04-01T00:00:00.000100Z')
    expect((await status(batchId)).materialised).toBe(false)
  })

  it('pages through its rejected lines in order, each once', async () => {
    const lines = Array.from({ length: 9 }, (_, index) =>
      index % 2 === 0 ? rejectedLine(index + 1) : sessionLine(index + 1, { externalId: `s${index}` }),
    )
    const { batchId } = await post(store, lines)
    const seen: number[] = []
    for (let page = await rejectedLines(store.database, batchId, { after: 0, limit: 2 }); page.length > 0; ) {
      seen.push(...page.map(({ line }) => line))
      page = await rejectedLines(store.database, batchId, { after: seen.at(-1) ?? 0, limit: 2 })
    }
    expect(seen).toEqual([1, 3, 5, 7, 9])
  })
})
