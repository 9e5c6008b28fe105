import { createBudget, type SharedState } from '@fieldwork/budget'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresSharedState, type Database, openDatabase } from '../src/index.ts'
import { openStore, type Store } from './store.ts'

const count = (state: unknown) => (typeof state === 'number' ? state : 0)
const add = (shared: SharedState, key: string) =>
  shared.update(key, (state) => ({ state: count(state) + 1, result: count(state) }))

describe('shared state on Postgres', () => {
  let store: Store
  let clients: readonly Database[]
  beforeAll(async () => {
    store = await openStore()
    clients = [1, 2, 3].map(() => openDatabase(store.url))
  })
  afterAll(async () => {
    for (const client of clients) await client.close()
    await store.close()
  })

  it('loses no change of several clients that change it at once, and lets each see all before it', async () => {
    const states = clients.map(createPostgresSharedState)
    const seen = await Promise.all(
      states.flatMap((shared) => Array.from({ length: 50 }, () => add(shared, 'n'))),
    )
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, at) => at))
  })

  it('tells a time that never goes back from one change to the next', async () => {
    const states = clients.map(createPostgresSharedState)
    const past = (shared: SharedState) =>
      shared.update('time', (state, now) => ({ state: now, result: count(state) <= now }))
    const all = await Promise.all(states.flatMap((shared) => Array.from({ length: 50 }, () => past(shared))))
    expect(all.every((isLater) => isLater)).toBe(true)
  })

  it('keeps what was there when a change throws', async () => {
    const [shared] = clients.map(createPostgresSharedState)
    if (shared === undefined) throw new Error('no client')
    await add(shared, 'thrown')
    const failing = shared.update('thrown', () => {
      throw new Error('no change')
    })
    await expect(failing).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(await add(shared, 'thrown')).toBe(1)
  })

  it('says that the store is unavailable, and lets no call through', async () => {
    const away = openDatabase('postgres://nobody@127.0.0.1:1/nothing')
    const budget = createBudget({
      shared: createPostgresSharedState(away),
      key: 'key',
      limits: { requestsPerMinute: 1_000, inputTokensPerMinute: 1e6, outputTokensPerMinute: 1e6 },
      process: 'one',
      onError: () => undefined,
    })
    const demand = { project: 1, run: 1, inputTokens: 1, outputTokens: 1 }
    const waiting = budget.acquire(demand, new AbortController().signal)
    await expect(waiting).rejects.toMatchObject({ code: 'store_unavailable', fate: 'transient' })
    await budget.close()
    await away.close()
  })
})
