import { randomUUID } from 'node:crypto'
import { createBudget, type SharedState } from '@fieldwork/budget'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { createRedisSharedState } from '../src/index.ts'

const count = (state: unknown) => (typeof state === 'number' ? state : 0)
const add = (shared: SharedState, key: string) =>
  shared.update(key, (state) => ({ state: count(state) + 1, result: count(state) }))

const url = inject('redisUrl')
describe.skipIf(url === null)('shared state on Redis', () => {
  const prefix = `test-${randomUUID()}`
  const clients = [1, 2, 3].map(() => createRedisSharedState(url ?? '', prefix))
  afterAll(async () => {
    for (const client of clients) await client.close()
  })

  it('loses no change of several clients that change it at once, and lets each see all before it', async () => {
    const seen: number[] = []
    const changes = async (shared: SharedState) => {
      for (let n = 0; n < 50; n += 1) seen.push(await add(shared, 'n'))
    }
    await Promise.all(clients.map(changes))
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, at) => at))
  })

  it('tells a time that never goes back from one change to the next', async () => {
    const past = (shared: SharedState) =>
      shared.update('time', (state, now) => ({ state: now, result: count(state) <= now }))
    const results: boolean[] = []
    const changes = async (shared: SharedState) => {
      for (let n = 0; n < 50; n += 1) results.push(await past(shared))
    }
    await Promise.all(clients.map(changes))
    expect(results.every((isLater) => isLater)).toBe(true)
  })

  it('says that the queue is unavailable, and lets no call through', async () => {
    const away = createRedisSharedState('redis://127.0.0.1:1', prefix)
    const budget = createBudget({
      shared: away,
      key: 'key',
      limits: { requestsPerMinute: 1_000, inputTokensPerMinute: 1e6, outputTokensPerMinute: 1e6 },
      process: 'one',
      onError: () => undefined,
    })
    const demand = { project: 1, run: 1, inputTokens: 1, outputTokens: 1 }
    const waiting = budget.acquire(demand, new AbortController().signal)
    await expect(waiting).rejects.toMatchObject({ code: 'queue_unavailable', fate: 'transient' })
    await budget.close()
    await away.close()
  })
})
