import { answerSchema } from '@fieldwork/codebook'
import { type ModelSimulatorOptions, startModelSimulator } from '@fieldwork/testkit'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { afterEach, describe, expect, test } from 'vitest'

const Count = Type.Integer({ minimum: 0 })
const Message = Type.Object({
  stop_reason: Type.String(),
  content: Type.Array(Type.Object({ text: Type.String() })),
  usage: Type.Object({
    input_tokens: Count,
    output_tokens: Count,
    cache_creation_input_tokens: Count,
    cache_read_input_tokens: Count,
  }),
})
const messageOf = async (response: Response) => Value.Parse(Message, await response.json())

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const text = 'A transcript of some length. '.repeat(200)
const body = {
  model: 'claude-sonnet-4-6',
  max_tokens: 1_000,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text, cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'What was it?' },
      ],
    },
  ],
  output_config: { format: { type: 'json_schema', schema: answerSchema } },
}
const known = { authorization: 'Bearer a-key', 'anthropic-version': '2026-10-21' }

async function start(options: ModelSimulatorOptions = {}) {
  const simulator = await startModelSimulator(options)
  closers.push(simulator.close)
  const post = (sent: object = body, headers: Record<string, string> = known) =>
    fetch(`${simulator.url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(sent),
    })
  return { simulator, post }
}

describe('the simulated Messages API', () => {
  test('takes the key as a bearer token and as x-api-key, and only the keys it knows', async () => {
    const { post } = await start({ keys: ['a-key'] })
    const version = { 'anthropic-version': '2026-10-21' }
    expect((await post()).status).toBe(200)
    expect((await post(body, { 'x-api-key': 'a-key', ...version })).status).toBe(200)
    expect((await post(body, { 'x-api-key': 'another', ...version })).status).toBe(401)
    expect((await post(body, version)).status).toBe(401)
  })

  test('refuses what the real one refuses, with an error document', async () => {
    const { post } = await start()
    const openSchema = { type: 'object', properties: {} }
    const bounded = { ...openSchema, additionalProperties: false, maxLength: 3 }
    const refused = [
      { ...body, max_tokens: 0 },
      { ...body, messages: [] },
      { ...body, model: undefined },
      { ...body, temperature: 0.2 },
      { ...body, output_config: { format: { type: 'json_schema', schema: openSchema } } },
      { ...body, output_config: { format: { type: 'json_schema', schema: bounded } } },
    ]
    for (const sent of refused) {
      const response = await post(sent)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } })
    }
    expect((await post(body, { authorization: 'Bearer a-key' })).status).toBe(400)
    const older = { ...known, 'anthropic-version': '2023-06-01' }
    expect((await post({ ...body, temperature: 0.2 }, older)).status).toBe(200)
  })

  test('its parts of the input always add up, fresh, written and read', async () => {
    let now = 0
    const { post } = await start({ now: () => now })
    const usage = async (sent: object = body) => (await messageOf(await post(sent))).usage
    const first = await usage()
    const second = await usage()
    now += 5 * 60_000 + 1
    const expired = await usage()
    const sum = (one: typeof first) =>
      one.input_tokens + one.cache_creation_input_tokens + one.cache_read_input_tokens
    expect([sum(second), sum(expired)]).toEqual([sum(first), sum(first)])
    expect(first).toMatchObject({ cache_read_input_tokens: 0, cache_creation_input_tokens: text.length / 4 })
    expect(second).toMatchObject({ cache_read_input_tokens: text.length / 4, cache_creation_input_tokens: 0 })
    expect(expired).toMatchObject({ cache_read_input_tokens: 0 })
    const { output_config, ...withoutSchema } = body
    expect(await usage(withoutSchema)).toMatchObject({ cache_read_input_tokens: 0 })
  })

  test('a prefix that is too short is silently not cached', async () => {
    const { post } = await start({ cacheMinimumTokens: 5_000 })
    await post()
    const { usage } = await messageOf(await post())
    expect(usage).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 0 })
  })

  test('its bucket of requests refills with the clock, and the headers tell', async () => {
    let now = Date.parse('2026-03-01T00:00:00Z')
    const { post } = await start({ requestsPerMinute: 3, now: () => now })
    const statuses: number[] = []
    for (let index = 0; index < 4; index += 1) statuses.push((await post()).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    const refused = await post()
    expect(refused.headers.get('retry-after')).toBe('20')
    expect(refused.headers.get('anthropic-ratelimit-requests-limit')).toBe('3')
    expect(refused.headers.get('anthropic-ratelimit-requests-remaining')).toBe('0')
    expect(refused.headers.get('anthropic-ratelimit-requests-reset')).toBe('2026-03-01T00:01:00.000Z')
    now += 20_000
    expect((await post()).status).toBe(200)
    expect((await post()).status).toBe(429)
  })

  test('answers what was planted, and keeps what it received', async () => {
    const { post, simulator } = await start({
      answer: (transcript) => ({ work_mode: transcript.includes('some length') ? 'write' : 'fix' }),
    })
    const message = await messageOf(await post())
    expect(JSON.parse(message.content[0]?.text ?? '')).toMatchObject({
      work_mode: 'write',
      outcome: 'succeeded',
    })
    expect(message.stop_reason).toBe('end_turn')
    expect(simulator.requests()).toMatchObject([{ number: 0, status: 200, body: { max_tokens: 1_000 } }])
  })

  test('an answer longer than max_tokens is cut off', async () => {
    const { post } = await start()
    const message = await messageOf(await post({ ...body, max_tokens: 20 }))
    expect(message).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 20 } })
  })
})
