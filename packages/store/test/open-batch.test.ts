import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  abortAbandoned,
  abortBatch,
  acceptBatch,
  batchStatus,
  closeBatch,
  materialise,
  type OpenBatch,
  openBatch,
} from '../src/index.ts'
import { post, sessionLine } from './lines.ts'
import { makeProject, openStore, type Store } from './store.ts'

let store: Store
const clients: PoolClient[] = []
beforeAll(async () => {
  store = await openStore()
})
afterEach(() => {
  for (const client of clients.splice(0)) client.release(true)
})
afterAll(() => store.close())

async function connect(): Promise<PoolClient> {
  const client = await store.database.pool.connect()
  clients.push(client)
  return client
}

const inUse = { code: 'idempotency_key_in_use' }

describe('an idempotency key', () => {
  it('names one batch, however often it is opened', async () => {
    const client = await connect()
    const opened: OpenBatch[] = []
    for (let time = 0; time < 3; time += 1) {
      const batch = await openBatch(client, store.project.id, 'again')
      opened.push(batch)
      await closeBatch(client, store.project.id, batch)
    }
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1)
  })

  it('is held by one upload at a time, and is free once that has closed or its connection is gone', async () => {
    const [first, second] = [await connect(), await connect()]
    const batch = await openBatch(first, store.project.id, 'held')
    await expect(openBatch(second, store.project.id, 'held')).rejects.toMatchObject(inUse)
    await closeBatch(first, store.project.id, batch)
    await openBatch(second, store.project.id, 'held')
    await expect(openBatch(first, store.project.id, 'held')).rejects.toMatchObject(inUse)
    clients.splice(clients.indexOf(second), 1)
    second.release(true)
    await expect
      .poll(() =>
        openBatch(first, store.project.id, 'held').then(
          () => 'opened',
          () => 'in use',
        ),
      )
      .toBe('opened')
  })

  it('of one project has nothing to do with the same key of another', async () => {
    const other = await makeProject(store.database, 'other')
    const [first, second] = [await connect(), await connect()]
    const ours = await openBatch(first, store.project.id, 'same')
    const theirs = await openBatch(second, other.project.id, 'same')
    expect(theirs.id).not.toBe(ours.id)
  })

  it('may be any word, also one that names another lock', async () => {
    await openBatch(await connect(), store.run.id, 'materialise')
    await expect(materialise(store.database, store.run.id)).resolves.toBe(true)
  })

  it('goes on with what was committed where the body broke off, and is not complete until it has ended', async () => {
    const client = await connect()
    const { batchId } = await post(store, [sessionLine(1, { externalId: 's' })], 'broken')
    await client.query(`update batches set state = 'receiving' where id = $1`, [batchId])
    const state = async () => {
      const status = await batchStatus(store.database, store.project.id, batchId)
      return { state: status?.state, complete: status?.complete }
    }
    await client.query(
      `update session_revisions set chunk_id = null, state = 'excluded', reason = 'headless'`,
    )
    await abortBatch(client, batchId)
    expect(await state()).toEqual({ state: 'aborted', complete: true })
    expect(await openBatch(client, store.project.id, 'broken')).toMatchObject({
      id: batchId,
      state: 'receiving',
      posted: 1,
    })
    expect(await state()).toEqual({ state: 'receiving', complete: false })
    await acceptBatch(client, batchId)
    expect(await state()).toEqual({ state: 'accepted', complete: true })
    const accepted = await batchStatus(store.database, store.project.id, batchId)
    await acceptBatch(client, batchId)
    expect(await batchStatus(store.database, store.project.id, batchId)).toEqual(accepted)
    await abortBatch(client, batchId)
    expect(await state()).toEqual({ state: 'accepted', complete: true })
  })
})

describe('a batch without a key', () => {
  it('is a new one each time', async () => {
    const client = await connect()
    const [first, second] = [
      await openBatch(client, store.project.id, null),
      await openBatch(client, store.project.id, null),
    ]
    expect(first.id).not.toBe(second.id)
    expect(first).toMatchObject({ state: 'receiving', posted: 0, bodyDigest: null })
  })

  it('of another project is not found', async () => {
    const other = await makeProject(store.database, 'stranger')
    const { id } = await openBatch(await connect(), store.project.id, null)
    expect(await batchStatus(store.database, other.project.id, id)).toBeNull()
  })
})

describe('an upload whose connection is gone', () => {
  const stateOf = async ({ id }: OpenBatch) =>
    (await batchStatus(store.database, store.project.id, id))?.state
  const stateAfterSweep = async (batch: OpenBatch) => {
    await abortAbandoned(store.database)
    return stateOf(batch)
  }

  it.each([null, 'gone'])('ends as aborted, and one under way does not (key %s)', async (key) => {
    const [lost, live] = [await connect(), await connect()]
    const abandoned = await openBatch(lost, store.project.id, key)
    const underWay = await openBatch(live, store.project.id, key === null ? null : 'under way')
    expect(await stateAfterSweep(abandoned)).toBe('receiving')
    clients.splice(clients.indexOf(lost), 1)
    lost.release(true)
    await expect.poll(() => stateAfterSweep(abandoned)).toBe('aborted')
    expect(await stateOf(underWay)).toBe('receiving')
  })

  it('can be repeated with its key, also right after it was aborted', async () => {
    const [lost, again] = [await connect(), await connect()]
    const abandoned = await openBatch(lost, store.project.id, 'repeated')
    clients.splice(clients.indexOf(lost), 1)
    lost.release(true)
    await expect.poll(() => stateAfterSweep(abandoned)).toBe('aborted')
    const repeated = await openBatch(again, store.project.id, 'repeated')
    expect(repeated).toMatchObject({ id: abandoned.id, state: 'receiving' })
  })
})
