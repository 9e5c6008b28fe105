import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MessageRequest, promptTokens } from '../src/model-simulator/message-request.ts'
import { createPromptCache, type InputUsage } from '../src/model-simulator/prompt-cache.ts'
import { ask, inputOf, longTranscript, start } from './simulator.ts'

const MINUTE = 60_000

function request(...blocks: readonly (readonly [text: string, ttl?: '5m' | '1h'])[]): MessageRequest {
  return {
    model: 'claude-sonnet-4-6',
    max_tokens: 10,
    messages: [
      {
        role: 'user',
        content: blocks.map(([text, ttl]) => ({
          type: 'text' as const,
          text,
          ...(ttl === undefined ? {} : { cache_control: { type: 'ephemeral' as const, ttl } }),
        })),
      },
    ],
  }
}

function cacheAt(minimum = 1) {
  let now = 0
  const cache = createPromptCache(() => now)
  return {
    ask(asked: MessageRequest, owner = 'a') {
      const plan = cache.plan(owner, asked, minimum)
      plan.begin()
      return plan.usage
    },
    plan: (asked: MessageRequest) => cache.plan('a', asked, minimum),
    pass(ms: number) {
      now += ms
    },
  }
}

const parts = (usage: InputUsage) => [
  usage.input_tokens,
  usage.cache_creation.ephemeral_5m_input_tokens,
  usage.cache_creation.ephemeral_1h_input_tokens,
  usage.cache_read_input_tokens,
]

describe('the prompt cache', () => {
  test('its parts always add up to all tokens of the prompt', () => {
    const block = fc.tuple(
      fc.constantFrom('a', 'bb'.repeat(9), 'c'.repeat(40)),
      fc.constantFrom('5m', undefined),
    )
    const prompts = fc.array(fc.array(block, { minLength: 1, maxLength: 6 }), { maxLength: 20 })
    fc.assert(
      fc.property(prompts, fc.integer({ min: 0, max: 20 }), fc.nat(4 * MINUTE), (asked, minimum, pass) => {
        const cache = cacheAt(minimum)
        for (const blocks of asked) {
          const one = request(...blocks)
          const [fresh = 0, for5m = 0, for1h = 0, read = 0] = parts(cache.ask(one))
          expect(fresh + for5m + for1h + read).toBe(promptTokens(one))
          expect(Math.min(fresh, for5m, for1h, read)).toBeGreaterThanOrEqual(0)
          cache.pass(pass)
        }
      }),
    )
  })

  test('what a request writes cannot be read before its answer has begun', () => {
    const cache = cacheAt()
    const [one, other] = [cache.plan(request(['abcd', '5m'])), cache.plan(request(['abcd', '5m']))]
    one.begin()
    other.begin()
    expect([parts(one.usage), parts(other.usage)]).toEqual([
      [0, 1, 0, 0],
      [0, 1, 0, 0],
    ])
    expect(parts(cache.ask(request(['abcd', '5m'])))).toEqual([0, 0, 0, 1])
  })

  test('an entry lives five minutes or an hour from its last use', () => {
    for (const [ttl, ms] of [
      ['5m', 5 * MINUTE],
      ['1h', 60 * MINUTE],
    ] as const) {
      const cache = cacheAt()
      const read = () => cache.ask(request(['abcd', ttl])).cache_read_input_tokens
      read()
      cache.pass(ms - 1)
      expect(read()).toBe(1)
      cache.pass(ms - 1)
      expect(read()).toBe(1)
      cache.pass(ms)
      expect(read()).toBe(0)
    }
  })

  test('parts of both lifetimes are told apart, and a longer prompt reads the shorter one', () => {
    const cache = cacheAt()
    expect(parts(cache.ask(request(['aaaa', '1h'], ['bbbb', '5m'], ['cccc'])))).toEqual([1, 1, 1, 0])
    expect(parts(cache.ask(request(['aaaa', '1h'], ['xxxx', '5m'], ['cccc'])))).toEqual([1, 1, 0, 1])
    expect(parts(cache.ask(request(['aaaa'], ['bbbb'], ['dddd', '5m'])))).toEqual([0, 1, 0, 2])
  })

  test('another model, schema or owner finds nothing', () => {
    const cache = cacheAt()
    const one = request(['abcd', '5m'])
    cache.ask(one)
    const schema = { type: 'object', additionalProperties: false }
    const others = [
      { ...one, model: 'claude-haiku-4-5' },
      { ...one, output_config: { format: { type: 'json_schema' as const, schema } } },
    ]
    for (const other of others) expect(cache.ask(other).cache_read_input_tokens).toBe(0)
    expect(cache.ask(one, 'b').cache_read_input_tokens).toBe(0)
    expect(cache.ask(one).cache_read_input_tokens).toBe(1)
  })
})

describe('over HTTP', () => {
  test('two of the same at once both pay for writing, a third after them reads', async () => {
    const { client, simulator } = await start({ latencyMs: 50 })
    const create = () => client.messages.create(ask({ ttl: '1h' }))
    await Promise.all([create(), create()])
    await create()
    expect(
      simulator.account().entries.map(({ usage }) => usage.cache_creation.ephemeral_1h_input_tokens > 0),
    ).toEqual([true, true, false])
  })

  test('one that streams can be followed once it has begun', async () => {
    const { client } = await start({ latency: { perOutputToken: () => 1 } })
    const stream = client.messages.stream(ask())
    await new Promise<void>((resolve) => stream.once('streamEvent', () => resolve()))
    const { usage } = await client.messages.create(ask({ questions: ['outcome'] }))
    expect(usage.cache_read_input_tokens).toBeGreaterThan(1_000)
    await stream.finalMessage()
  })

  test('each model has its minimum', async () => {
    const { client } = await start()
    const written = async (model: string) =>
      (await client.messages.create(ask({ model }))).usage.cache_creation_input_tokens
    expect(inputOf((await client.messages.create(ask())).usage)).toBeGreaterThan(longTranscript.length / 4)
    expect(await written('claude-haiku-4-5')).toBe(0)
    expect(await written('claude-sonnet-5')).toBeGreaterThan(0)
  })
})
