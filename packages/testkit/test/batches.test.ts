import type { Anthropic } from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import type { ModelSimulatorOptions } from '../src/index.ts'
import { ask, inputOf, longTranscript, start } from './simulator.ts'

const DAY_MS = 24 * 60 * 60_000

/** A simulator whose clock stands until it is moved. */
async function startAt(options: ModelSimulatorOptions = {}) {
  let now = Date.parse('2026-03-01T00:00:00Z')
  const { client, simulator } = await start({ ...options, now: () => now })
  const pass = (ms: number) => {
    now += ms
  }
  return { simulator, batches: client.messages.batches, pass }
}

const items = (count: number, prefix = 'item') =>
  Array.from({ length: count }, (_, at) => ({
    custom_id: `${prefix}-${at}`,
    params: ask({ transcript: `${at} ${longTranscript}` }),
  }))

async function resultsOf(batches: Anthropic.Messages.Batches, id: string) {
  const results: Anthropic.Messages.MessageBatchIndividualResponse[] = []
  for await (const result of await batches.results(id)) results.push(result)
  return results
}

describe('a batch', () => {
  test('counts all as processing until it ends, and then has a result for each, in another order', async () => {
    const { batches, pass } = await startAt({ batchMs: 60_000 })
    const { id, expires_at } = await batches.create({ requests: items(30) })
    pass(59_999)
    expect(await batches.retrieve(id)).toMatchObject({
      processing_status: 'in_progress',
      request_counts: { processing: 30, succeeded: 0 },
      results_url: null,
    })
    expect(expires_at).toBe('2026-03-02T00:00:00.000Z')
    pass(1)
    expect(await batches.retrieve(id)).toMatchObject({
      processing_status: 'ended',
      request_counts: { processing: 0, succeeded: 30 },
      ended_at: '2026-03-01T00:01:00.000Z',
    })
    const ids = (await resultsOf(batches, id)).map(({ custom_id }) => custom_id)
    const sent = items(30).map(({ custom_id }) => custom_id)
    expect(ids).not.toEqual(sent)
    expect(new Set(ids)).toEqual(new Set(sent))
    expect((await resultsOf(batches, id)).map(({ custom_id }) => custom_id)).toEqual(ids)
  })

  test('costs half, item by item, and shares its cache in their order', async () => {
    const { batches, simulator } = await startAt()
    const requests = [0, 1, 2].map((at) => ({ custom_id: `q${at}`, params: ask({ ttl: '1h' }) }))
    const { id } = await batches.create({ requests })
    await resultsOf(batches, id)
    const { entries } = simulator.account()
    expect(
      entries.map(({ callId, usage }) => [callId, usage.cache_creation.ephemeral_1h_input_tokens > 0]),
    ).toEqual([
      ['q0', true],
      ['q1', false],
      ['q2', false],
    ])
    for (const { usage, usd, endpoint, requestId } of entries) {
      const { ephemeral_1h_input_tokens: written } = usage.cache_creation
      const input = usage.input_tokens + 2 * written + 0.1 * usage.cache_read_input_tokens
      expect(usd).toBeCloseTo((0.5 * (3 * input + 15 * usage.output_tokens)) / 1e6, 12)
      expect([endpoint, requestId, usage.service_tier]).toEqual(['batches', id, 'batch'])
    }
    expect(new Set(entries.map(({ usage }) => inputOf(usage))).size).toBe(1)
  })

  test('has the errors that were scripted, by item and by how often it was tried', async () => {
    const { batches } = await startAt({
      batchFaults: ({ customId, earlier }) => {
        if (customId === 'item-0' && earlier === 0) return { kind: 'errored', status: 529 }
        if (customId === 'item-1' && earlier === 0) return { kind: 'expired' }
        return customId === 'item-2' ? { kind: 'refusal' } : null
      },
    })
    const kinds = async () => {
      const { id } = await batches.create({ requests: items(4) })
      const results = await resultsOf(batches, id)
      return Object.fromEntries(
        results.map(({ custom_id, result }) => [
          custom_id,
          result.type === 'succeeded' ? result.message.stop_reason : result.type,
        ]),
      )
    }
    const others = { 'item-2': 'refusal', 'item-3': 'end_turn' }
    expect(await kinds()).toEqual({ 'item-0': 'errored', 'item-1': 'expired', ...others })
    expect(await kinds()).toEqual({ 'item-0': 'end_turn', 'item-1': 'end_turn', ...others })
  })

  test('errs for an item that the Messages API would refuse, and takes the others', async () => {
    const { batches } = await startAt()
    const bad = { custom_id: 'bad', params: { ...ask(), max_tokens: 0 } }
    const { id } = await batches.create({ requests: [bad, ...items(1)] })
    const results = await resultsOf(batches, id)
    expect(results.find(({ custom_id }) => custom_id === 'bad')?.result).toMatchObject({
      type: 'errored',
      error: { error: { type: 'invalid_request_error' } },
    })
    expect(results.find(({ custom_id }) => custom_id === 'item-0')?.result.type).toBe('succeeded')
  })

  test('that is cancelled has done what its time allowed, and the rest is cancelled and costs nothing', async () => {
    const { batches, simulator, pass } = await startAt({ batchMs: 100_000, cancelMs: 5_000 })
    const { id } = await batches.create({ requests: items(10) })
    pass(30_000)
    expect(await batches.cancel(id)).toMatchObject({ processing_status: 'canceling', ended_at: null })
    pass(5_000)
    expect(await batches.retrieve(id)).toMatchObject({
      processing_status: 'ended',
      request_counts: { succeeded: 3, canceled: 7 },
    })
    expect(simulator.account().entries).toHaveLength(3)
    expect(await batches.cancel(id)).toMatchObject({ processing_status: 'ended' })
  })

  test('that takes a day expires', async () => {
    const { batches, pass } = await startAt({ batchMs: 2 * DAY_MS })
    const { id } = await batches.create({ requests: items(2) })
    pass(DAY_MS)
    expect(await batches.retrieve(id)).toMatchObject({
      processing_status: 'ended',
      request_counts: { expired: 2 },
    })
  })

  test('is refused for ids that are doubled or malformed, and for nothing in it', async () => {
    const { batches } = await startAt()
    const named = (...ids: readonly string[]) =>
      batches.create({ requests: ids.map((custom_id) => ({ custom_id, params: ask() })) })
    for (const ids of [['a', 'a'], ['a b'], [''], ['x'.repeat(65)], []]) {
      await expect(named(...ids)).rejects.toMatchObject({ status: 400 })
    }
    await named('x'.repeat(64), '_-9')
  })

  test('whose acceptance was lost on its way is there, and can be found by the list', async () => {
    const { batches } = await startAt({
      faults: (number, { endpoint }) =>
        endpoint === 'batch_create' && number === 0 ? { kind: 'lost' } : null,
    })
    await expect(batches.create({ requests: items(1) })).rejects.toThrow()
    const found = []
    for await (const batch of batches.list()) found.push(batch.request_counts.succeeded)
    expect(found).toEqual([1])
  })

  test('its results can break off half-way', async () => {
    const { batches } = await startAt({
      faults: (number, { endpoint }) =>
        endpoint === 'batch_results' && number === 0 ? { kind: 'truncated' } : null,
    })
    const { id } = await batches.create({ requests: items(20) })
    await expect(resultsOf(batches, id)).rejects.toThrow()
    expect(await resultsOf(batches, id)).toHaveLength(20)
  })
})

describe('the list of batches', () => {
  test('is newest first, turned page by page either way, and shows nobody else’s', async () => {
    const { batches, simulator } = await startAt()
    const made: string[] = []
    for (let at = 0; at < 5; at += 1) made.push((await batches.create({ requests: items(1) })).id)
    const newest = made.toReversed()
    const page = await batches.list({ limit: 2 })
    expect([page.data.map(({ id }) => id), page.has_more]).toEqual([newest.slice(0, 2), true])
    const all = []
    for await (const { id } of batches.list({ limit: 2 })) all.push(id)
    expect(all).toEqual(newest)
    const before = await batches.list({ before_id: newest[3] ?? '', limit: 2 })
    expect([before.data.map(({ id }) => id), before.has_more]).toEqual([newest.slice(1, 3), true])
    const other = await fetch(`${simulator.url}/v1/messages/batches/${made[0]}`, {
      headers: { 'x-api-key': 'another', 'anthropic-version': '2023-06-01' },
    })
    expect(other.status).toBe(404)
  })
})
