import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClaimedRevision, claimChunk, expireClaims, writeAnnotations } from '../src/index.ts'
import { answer, newClaim } from './answers.ts'
import { postSessions } from './lines.ts'
import { openStore, runOut, type Store, states, waiters } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())
beforeEach(() => store.database.pool.query('delete from sessions'))

const grown = (names: readonly string[]) => names.map((externalId) => ({ externalId, content: 'grown' }))

/** Keeps one row locked until `open`, so that whoever comes meanwhile waits, the first at its head. */
async function lock(rowOf: string): Promise<{ open(): Promise<void> }> {
  const client = await store.database.pool.connect()
  await client.query('begin')
  await client.query(`select from ${rowOf} for update`)
  return {
    async open() {
      await client.query('commit')
      client.release()
    },
  }
}

const revisionOf = (externalId: string) =>
  `session_revisions where session_id = (select id from sessions where external_id = '${externalId}')`

describe('no two of them wait for each other in a circle:', () => {
  it('an upload, which goes by the names of sessions, and a writer of facts, which goes by their ids', async () => {
    const names = ['b', 'a']
    const claim = newClaim()
    const claimed: ClaimedRevision[] = []
    for (const externalId of names) {
      const { chunks } = await postSessions(store, [{ externalId }])
      claimed.push(...(await claimChunk(store.database, chunks[0] ?? '', claim, 60)))
    }
    const gate = await lock(`sessions where external_id = 'a'`)
    const upload = postSessions(store, grown(names))
    await expect.poll(() => waiters(store.database)).toBe(1)
    const answers = claimed.map((each) => answer(each))
    const writing = writeAnnotations(store.database, store.run.id, claim, answers, [])
    await expect.poll(() => waiters(store.database)).toBe(2)
    await gate.open()
    await expect(Promise.all([upload, writing])).resolves.toMatchObject([{}, 2])
  })

  it('an upload, which supersedes what waits, and a worker that claims it', async () => {
    const { chunks } = await postSessions(store, [{ externalId: 'a' }, { externalId: 'b' }])
    const gate = await lock(revisionOf('b'))
    const upload = postSessions(store, grown(['b', 'a']))
    await expect.poll(() => waiters(store.database)).toBe(1)
    const claiming = claimChunk(store.database, chunks[0] ?? '', newClaim(), 60)
    await Promise.race([claiming, expect.poll(() => waiters(store.database)).toBe(2)])
    await gate.open()
    const [, claimed] = await Promise.all([upload, claiming])
    expect(await states(store.database)).toMatchObject({
      'a/1': claimed.length === 1 ? 'annotating' : 'excluded superseded',
      'b/1': 'excluded superseded',
    })
  })

  it('the sweep, which takes back what has run out, and the worker that writes it all the same', async () => {
    const claim = newClaim()
    const { chunks } = await postSessions(store, [{ externalId: 'a' }, { externalId: 'b' }])
    const claimed = await claimChunk(store.database, chunks[0] ?? '', claim, 60)
    await runOut(store.database, claim)
    const gate = await lock(revisionOf('b'))
    const answers = claimed.toReversed().map((each) => answer(each))
    const writing = writeAnnotations(store.database, store.run.id, claim, answers, [])
    await expect.poll(() => waiters(store.database)).toBe(1)
    const sweeping = expireClaims(store.database, 10)
    await Promise.race([sweeping, expect.poll(() => waiters(store.database)).toBe(2)])
    await gate.open()
    await Promise.all([writing, sweeping])
    const ends = Object.values(await states(store.database))
    expect(ends.every((state) => state === 'annotated' || state === 'pending')).toBe(true)
  })
})
