import { describe, expect, test } from 'vitest'
import { anyOf, during, inARow } from '../src/index.ts'
import { ask, inputOf, start, textOf } from './simulator.ts'

const version = (value: string) => ({ headers: { 'anthropic-version': value } })

describe('a streamed message', () => {
  test('says the same as one that is not, with the same usage', async () => {
    const { client } = await start()
    const whole = await client.messages.create(ask({ transcript: 'short' }))
    const streamed = await client.messages.stream(ask({ transcript: 'short' })).finalMessage()
    expect(textOf(streamed)).toBe(textOf(whole))
    expect(streamed.usage).toEqual(whole.usage)
    expect(streamed.stop_reason).toBe('end_turn')
  })

  test('comes as the events of the API, in their order', async () => {
    const { client, simulator } = await start()
    const response = await fetch(`${simulator.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'k', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
      body: JSON.stringify({ ...ask({ questions: ['work_mode'] }), stream: true }),
    })
    const names = [...(await response.text()).matchAll(/^event: (.*)$/gm)].map(([, name]) => name)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(names).toEqual([
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    const events = []
    for await (const event of await client.messages.create({ ...ask(), stream: true })) events.push(event)
    expect(events[0]).toMatchObject({ type: 'message_start', message: { usage: { output_tokens: 1 } } })
  })

  test('that breaks off half-way surfaces as an error, and is in the account for what was said', async () => {
    const { client, simulator } = await start({
      faults: [{ kind: 'stream_error', status: 529 }, { kind: 'truncated' }, null],
    })
    const stream = () => client.messages.stream(ask()).finalMessage()
    await expect(stream()).rejects.toMatchObject({ type: 'overloaded_error' })
    await expect(stream()).rejects.toThrow()
    await stream()
    const { entries } = simulator.account()
    expect(entries.map(({ whole }) => whole)).toEqual([false, false, true])
    expect(entries[0]?.usage.output_tokens).toBeGreaterThan(0)
    expect(entries[0]?.usage.output_tokens).toBeLessThan(entries[2]?.usage.output_tokens ?? 0)
  })
})

describe('what is refused', () => {
  test('a temperature, by the version and by the model', async () => {
    const { client } = await start()
    const at = (model: string, temperature: number, date: string) => {
      const body = { ...ask({ model }), temperature }
      return client.messages.create(body, version(date)).then(
        () => 'taken',
        (error: { status?: number }) => error.status,
      )
    }
    expect(await at('claude-sonnet-4-6', 0.2, '2026-10-21')).toBe(400)
    expect(await at('claude-sonnet-4-6', 0.2, '2023-06-01')).toBe('taken')
    expect(await at('claude-opus-4-7', 0.2, '2023-06-01')).toBe(400)
    expect(await at('claude-sonnet-5', 0.2, '2023-06-01')).toBe(400)
    expect(await at('claude-sonnet-5', 1, '2023-06-01')).toBe('taken')
  })

  test('a body of more than 32 MB, but not in a batch', async () => {
    const { client } = await start()
    const large = ask({ transcript: 'x'.repeat(33 * 1024 * 1024) })
    await expect(client.messages.create(large)).rejects.toMatchObject({
      status: 413,
      type: 'request_too_large',
    })
    await client.messages.batches.create({ requests: [{ custom_id: 'large', params: large }] })
  })

  test('an hour’s cache entry behind one of five minutes, and a fifth breakpoint', async () => {
    const { client } = await start()
    const block = (ttl: '5m' | '1h') => ({
      type: 'text' as const,
      text: 'x',
      cache_control: { type: 'ephemeral' as const, ttl },
    })
    const create = (...lifetimes: readonly ('5m' | '1h')[]) =>
      client.messages.create({ ...ask(), messages: [{ role: 'user', content: lifetimes.map(block) }] })
    await create('1h', '1h', '5m', '5m')
    await expect(create('5m', '1h')).rejects.toMatchObject({ status: 400 })
    await expect(create('5m', '5m', '5m', '5m', '5m')).rejects.toMatchObject({ status: 400 })
  })
})

describe('count_tokens', () => {
  test('counts what a message is then charged for, and charges nothing', async () => {
    const { client, simulator } = await start({ requestsPerMinute: 1 })
    const { max_tokens, ...counted } = ask()
    const { input_tokens } = await client.messages.countTokens(counted)
    expect(simulator.account().entries).toEqual([])
    const { usage } = await client.messages.create(ask())
    expect(inputOf(usage)).toBe(input_tokens)
  })
})

describe('faults', () => {
  test('are scripted by what a request says, each session its own', async () => {
    const seen = new Map<string, number>()
    const { client } = await start({
      faults: (_number, { headers }) => {
        const call = String(headers['x-fieldwork-call'])
        seen.set(call, (seen.get(call) ?? 0) + 1)
        return call === 'b' && seen.get(call) === 1 ? { kind: 'status', status: 529 } : null
      },
    })
    const create = (call: string) =>
      client.messages.create(ask(), { headers: { 'x-fieldwork-call': call } }).then(
        () => 200,
        (error: { status?: number }) => error.status,
      )
    expect([await create('a'), await create('b'), await create('b')]).toEqual([200, 529, 200])
  })

  test('a storm of 429 lasts as many requests as it was told to', async () => {
    const { client } = await start({
      faults: inARow({ kind: 'rate_limited', retryAfterSeconds: 3 }, { from: 1, count: 2 }),
    })
    const create = () =>
      client.messages.create(ask()).then(
        () => 200,
        (error: { status?: number; headers?: Headers }) => [error.status, error.headers?.get('retry-after')],
      )
    expect([await create(), await create(), await create(), await create()]).toEqual([
      200,
      [429, '3'],
      [429, '3'],
      200,
    ])
  })

  test('last a stretch of time, and can be put together and replaced while it runs', async () => {
    let now = 1_000
    const { client, simulator } = await start({
      now: () => now,
      faults: anyOf(
        [null, { kind: 'status', status: 500 }],
        during({ kind: 'rate_limited' }, { from: 2_000, to: 3_000 }),
      ),
    })
    const create = () =>
      client.messages.create(ask()).then(
        () => 200,
        (error: { status?: number }) => error.status,
      )
    expect([await create(), await create()]).toEqual([200, 500])
    now = 2_000
    expect([await create(), await create()]).toEqual([429, 429])
    now = 3_000
    expect(await create()).toBe(200)
    simulator.setFaults(() => ({ kind: 'status', status: 529 }))
    expect(await create()).toBe(529)
    expect(simulator.requests().map(({ status }) => status)).toEqual([200, 500, 429, 429, 200, 529])
  })

  test('an answer that is lost on its way is in the account, one never made is not', async () => {
    const { client, simulator } = await start({ faults: [{ kind: 'lost' }, { kind: 'reset' }, null] })
    for (const call of ['lost', 'reset', 'whole']) {
      await client.messages.create(ask(), { headers: { 'x-fieldwork-call': call } }).catch(() => undefined)
    }
    expect(simulator.account().entries.map(({ callId, whole }) => [callId, whole])).toEqual([
      ['lost', false],
      ['whole', true],
    ])
  })
})
