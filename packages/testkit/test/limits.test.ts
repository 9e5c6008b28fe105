import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRateLimits } from '../src/model-simulator/limits/rate-limits.ts'
import { createTokenBucket } from '../src/model-simulator/limits/token-bucket.ts'
import { ask, start } from './simulator.ts'

const T0 = Date.parse('2026-03-01T00:00:00Z')
const MINUTE = 60_000

describe('a bucket', () => {
  const perMinute = fc.integer({ min: 1, max: 2_000_000 })
  const burst = fc.double({ min: 0.05, max: 2, noNaN: true })
  const steps = fc.array(
    fc.record({
      pass: fc.integer({ min: 0, max: 30_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 40 },
  )

  test('never gives more than it held at first and what flowed in since, in any stretch of time', () => {
    fc.assert(
      fc.property(perMinute, burst, steps, (limit, held, taken) => {
        let now = 0
        const bucket = createTokenBucket(limit, held, () => now)
        const takes: { at: number; amount: number }[] = []
        for (const { pass, share } of taken) {
          now += pass
          const amount = share * limit * held
          if (!bucket.holds(amount)) continue
          bucket.take(amount)
          takes.push({ at: now, amount })
        }
        for (const [first, { at: from }] of takes.entries()) {
          let sum = 0
          for (const { at, amount } of takes.slice(first)) {
            sum += amount
            expect(sum).toBeLessThanOrEqual(limit * held + (limit * (at - from)) / MINUTE + 1e-3)
          }
        }
      }),
    )
  })

  test('the wait it names is enough, and half of it is not', () => {
    fc.assert(
      fc.property(perMinute, burst, steps, (limit, held, taken) => {
        let now = 0
        const bucket = createTokenBucket(limit, held, () => now)
        for (const { pass, share } of taken) {
          now += pass
          const amount = share * 3 * limit * held
          const waitMs = bucket.waitMs(amount)
          if (waitMs > 1) {
            now += waitMs / 2
            expect(bucket.holds(amount)).toBe(false)
          }
          now += waitMs / 2
          expect(bucket.holds(amount)).toBe(true)
          bucket.take(amount)
        }
      }),
    )
  })

  test('is full when it says so, and then holds its burst', () => {
    fc.assert(
      fc.property(perMinute, burst, fc.double({ min: 0, max: 5, noNaN: true }), (limit, held, share) => {
        let now = 0
        const bucket = createTokenBucket(limit, held, () => now)
        bucket.take(share * limit * held)
        now += bucket.fullMs()
        expect(bucket.remaining()).toBe(Math.floor(limit * held + 1e-6))
        now += MINUTE
        expect(bucket.remaining()).toBe(Math.floor(limit * held + 1e-6))
      }),
    )
  })

  test('whose limit is lowered keeps no more than it can hold now, and refills at the new rate', () => {
    let now = 0
    const bucket = createTokenBucket(600, 1, () => now)
    bucket.setLimit(60, 1)
    expect(bucket.remaining()).toBe(60)
    bucket.take(60)
    now += 10_000
    expect(bucket.remaining()).toBe(10)
    bucket.setLimit(6_000, 1)
    now += 1_000
    expect(bucket.remaining()).toBe(110)
  })
})

describe('the limits', () => {
  async function limited(limits: Parameters<typeof start>[0]) {
    let now = T0
    const { client, simulator } = await start({ ...limits, now: () => now })
    const create = async (options: Parameters<typeof ask>[0] = {}) => {
      const made = client.messages.create(ask(options)).withResponse()
      return made.then(
        ({ response }) => ({ status: 200, headers: response.headers }),
        (error: { status: number; headers: Headers }) => error,
      )
    }
    const pass = (ms: number) => {
      now += ms
    }
    return { create, simulator, pass, now: () => now }
  }

  test('of input count what is fresh and written to the cache, not what is read from it', async () => {
    const { create, pass } = await limited({ inputTokensPerMinute: 2_000 })
    const first = await create()
    const left = Number(first.headers.get('anthropic-ratelimit-input-tokens-remaining'))
    expect(left).toBeLessThan(2_000 - 1_450)
    const second = await create()
    expect(second.status).toBe(200)
    const cost = left - Number(second.headers.get('anthropic-ratelimit-input-tokens-remaining'))
    expect(cost).toBeGreaterThan(0)
    expect(cost).toBeLessThan(200)
    const other = await create({ transcript: 'Another one. '.repeat(450) })
    expect(other).toMatchObject({ status: 429, type: 'rate_limit_error' })
    pass(Number(other.headers.get('retry-after')) * 1_000)
    expect((await create({ transcript: 'Another one. '.repeat(450) })).status).toBe(200)
  })

  test('of output are charged when an answer has ended, and what is owed has to flow in again', async () => {
    const { create, pass } = await limited({ outputTokensPerMinute: 60 })
    expect((await create()).status).toBe(200)
    const refused = await create()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('anthropic-ratelimit-output-tokens-remaining')).toBe('0')
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(60)
    pass((wait - 1) * 1_000)
    expect((await create()).status).toBe(429)
    pass(1_000)
    expect((await create()).status).toBe(200)
  })

  test('are each key’s and each model’s own, whatever the date of the model', () => {
    const limits = createRateLimits(
      { requestsPerMinute: 1, inputTokensPerMinute: 10, outputTokensPerMinute: 10, burst: 1 },
      () => 0,
    )
    expect(limits.of('a', 'claude-haiku-4-5').admit(1)).toBeNull()
    expect(limits.of('a', 'claude-haiku-4-5-20251001').admit(1)).not.toBeNull()
    expect(limits.of('b', 'claude-haiku-4-5').admit(1)).toBeNull()
    expect(limits.of('a', 'claude-sonnet-4-6').admit(1)).toBeNull()
  })

  test('can be changed while it runs, and the headers tell', async () => {
    const { create, simulator } = await limited({ requestsPerMinute: 100, burst: 0.1 })
    const first = await create()
    expect(first.headers.get('anthropic-ratelimit-requests-remaining')).toBe('9')
    expect(first.headers.get('anthropic-ratelimit-requests-reset')).toBe('2026-03-01T00:00:00.600Z')
    simulator.setLimits({ requestsPerMinute: 20, inputTokensPerMinute: 1e6, outputTokensPerMinute: 1e5 })
    const second = await create()
    expect(second.headers.get('anthropic-ratelimit-requests-limit')).toBe('20')
    expect(second.headers.get('anthropic-ratelimit-requests-remaining')).toBe('1')
    expect(second.headers.get('anthropic-ratelimit-tokens-limit')).toBe('1100000')
    expect(() => simulator.setLimits({ requestsPerMinute: 0 })).toThrow(RangeError)
  })

  test('a request larger than the bucket is taken once the bucket is full, and paid off after', async () => {
    const { create, pass } = await limited({ inputTokensPerMinute: 600 })
    expect((await create()).status).toBe(200)
    const refused = await create({ transcript: 'b' })
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(60)
    pass(wait * 1_000)
    expect((await create({ transcript: 'b' })).status).toBe(200)
  })
})
