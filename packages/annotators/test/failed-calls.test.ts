import { isFieldworkError } from '@fieldwork/errors'
import type { Fault } from '@fieldwork/testkit'
import { describe, expect, test } from 'vitest'
import type { AnthropicAnnotatorOptions } from '../src/index.ts'
import { annotated, long, short, start, strategies } from './start-anthropic.ts'

async function failure(fault: Fault, options: Partial<AnthropicAnnotatorOptions> = {}, one = short) {
  const { annotator, simulator, context, records, budget } = await start({ faults: [fault] }, options)
  const error: unknown = await annotator.annotate([one], context()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(simulator.requests(), 'exactly one attempt').toHaveLength(1)
  if (!isFieldworkError(error)) throw new Error('no FieldworkError was thrown', { cause: error })
  return { error, call: records.calls()[0], permit: budget.permits[0] }
}

describe('a failed call', () => {
  test.each([
    [400, 'annotator_request_refused', 'permanent'],
    [401, 'annotator_unauthorised', 'parks'],
    [403, 'annotator_unauthorised', 'parks'],
    [404, 'annotator_model_unknown', 'parks'],
    [413, 'annotator_request_refused', 'permanent'],
    [500, 'annotator_unavailable', 'transient'],
    [504, 'annotator_unavailable', 'transient'],
    [529, 'annotator_unavailable', 'transient'],
  ] as const)('status %i is %s, which is %s, and costs nothing', async (status, code, fate) => {
    const { error, call, permit } = await failure({ kind: 'status', status })
    expect(error).toMatchObject({ code, fate, retryAfterMs: undefined })
    expect(error.detail).toContain(String(status))
    expect([call?.state, permit?.ended]).toEqual(['released', 'released'])
  })

  test.each(['reset', 'lost', 'truncated', 'html'] as const)(
    '%s is transient; nobody knows what it cost',
    async (kind) => {
      const { error, call, permit } = await failure({ kind })
      expect(error).toMatchObject({ code: 'annotator_unavailable', fate: 'transient' })
      expect(error.detail).toMatch(/connection broke|no message/)
      expect([call?.state, permit?.ended]).toEqual(['lost', 'settled'])
      expect(permit?.used).toEqual({
        inputTokens: permit?.demand.inputTokens,
        outputTokens: permit?.demand.outputTokens,
      })
    },
  )

  test.each(['reset', 'truncated', 'html', 'stall', 'hang'] as const)(
    '%s of the streamed call is transient, and the others are not sent',
    async (kind) => {
      const options = { strategy: 'faithful', timeoutMs: 400 } as const
      const { annotator, context, records } = await start({ faults: [{ kind }] }, options)
      await expect(annotator.annotate([long], context())).rejects.toMatchObject({
        code: 'annotator_unavailable',
      })
      expect(records.calls()[0]?.state).toBe('lost')
      if (kind !== 'truncated' && kind !== 'stall') expect(records.calls()).toHaveLength(1)
      for (const { state } of records.calls()) expect(state).not.toBe('reserved')
    },
  )

  test.each([500, 529] as const)('an error event of status %i in a stream is transient', async (status) => {
    const { annotator, context, records } = await start(
      { faults: [{ kind: 'stream_error', status }] },
      { strategy: 'faithful' },
    )
    await expect(annotator.annotate([long], context())).rejects.toMatchObject({
      code: 'annotator_unavailable',
      detail: expect.stringContaining('the answer broke off'),
    })
    expect(records.calls()[0]?.state).toBe('lost')
  })

  test.each(['hang', 'stall'] as const)('%s ends at the time limit, headers or body', async (kind) => {
    const { error } = await failure({ kind }, { timeoutMs: 300 })
    expect(error).toMatchObject({ code: 'annotator_unavailable', fate: 'transient' })
  })

  test.each(['hang', 'stall'] as const)('%s ends when the caller aborts', async (kind) => {
    const { annotator, simulator, context, records } = await start(
      { faults: [{ kind }] },
      { timeoutMs: 60_000 },
    )
    const controller = new AbortController()
    const ended = annotator.annotate([short], context({ signal: controller.signal }))
    const refused = expect(ended).rejects.toMatchObject({
      code: 'annotator_unavailable',
      detail: 'the call was aborted',
    })
    while (simulator.requests().length === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    await refused
    expect(records.calls().map(({ state }) => state)).toEqual(['lost'])
  })

  test('a call that is aborted before it is sent costs nothing', async () => {
    const { annotator, simulator, context, records } = await start()
    const ended = annotator.annotate([short], context({ signal: AbortSignal.abort() }))
    await expect(ended).rejects.toMatchObject({ code: 'annotator_unavailable', fate: 'transient' })
    expect([simulator.requests().length, records.calls()[0]?.state]).toEqual([0, 'released'])
  })

  test('a service that is not there costs nothing', async () => {
    const { annotator, simulator, context, records } = await start()
    await simulator.close()
    await expect(annotator.annotate([short], context())).rejects.toMatchObject({
      code: 'annotator_unavailable',
    })
    expect(records.calls().map(({ state }) => state)).toEqual(['released'])
  })

  test('a rate limit tells the budget what the other side says, and names the wait', async () => {
    const { error, call, permit } = await failure({ kind: 'rate_limited', retryAfterSeconds: 7 })
    expect(error).toMatchObject({ code: 'annotator_rate_limited', retryAfterMs: 7_000 })
    expect([call?.state, permit?.ended]).toEqual(['released', 'rate limited'])
    expect(permit?.headers?.get('retry-after')).toBe('7')
    expect((await failure({ kind: 'rate_limited' })).error.retryAfterMs).toBeUndefined()
  })

  test('a key that is not accepted stops at once', async () => {
    const { annotator, context } = await start({ keys: ['another'] })
    await expect(annotator.annotate([short], context())).rejects.toMatchObject({
      code: 'annotator_unauthorised',
    })
  })

  test('nothing that failed repeats the key or the transcript', async () => {
    for (const fault of [{ kind: 'status', status: 400 }, { kind: 'truncated' }] as const) {
      const { error, call } = await failure(fault)
      expect(`${error.message} ${error.detail} ${call?.failure}`).not.toMatch(
        /Rename the column|key-of-the-test/,
      )
    }
  })
})

describe('a session of which one call failed', () => {
  test.each(strategies)('%s: goes on where it stopped, and pays nothing twice', async (strategy) => {
    const fault = strategy === 'frugal' ? 0 : 4
    const { annotator, simulator, context, records } = await start(
      { faults: (number) => (number === fault ? { kind: 'status', status: 529 } : null) },
      { strategy },
    )
    await expect(annotator.annotate([long], context())).rejects.toMatchObject({
      code: 'annotator_unavailable',
    })
    const answeredBefore = records.calls().filter(({ state }) => state === 'settled').length
    const [annotation] = await annotator.annotate([long], context())
    expect(annotated(annotation).labels).toHaveLength(10)
    expect(annotated(annotation).unscorable).toEqual([])
    const paid = records.calls().filter(({ state }) => state === 'settled')
    expect(new Set(paid.map(({ step }) => step)).size).toBe(paid.length)
    expect(paid).toHaveLength(simulator.account().entries.length)
    if (strategy === 'faithful') expect(answeredBefore).toBeGreaterThan(0)
    const { costUsd } = annotated(annotation).provenance
    expect(costUsd).toBeCloseTo(simulator.account().totals['claude-sonnet-4-6']?.usd ?? 0, 12)
  })

  test('those under way are awaited and recorded before it is thrown', async () => {
    const { annotator, context, records } = await start(
      { faults: (number) => (number === 3 ? { kind: 'status', status: 529 } : null), latencyMs: 50 },
      { strategy: 'faithful' },
    )
    await expect(annotator.annotate([short], context())).rejects.toMatchObject({
      code: 'annotator_unavailable',
    })
    const states = records.calls().map(({ state }) => state)
    expect(states.filter((state) => state === 'reserved')).toEqual([])
    expect(states.filter((state) => state === 'settled').length).toBeGreaterThan(5)
  })

  test('a limit of spend stops it before the call, and leaves nothing reserved', async () => {
    const { annotator, context, records, simulator } = await start(
      {},
      { strategy: 'faithful', concurrency: 1 },
    )
    let allowed = 3
    const limited = {
      ...records,
      async reserve(call: Parameters<typeof records.reserve>[0]) {
        if (allowed === 0) throw new Error('the limit is reached')
        allowed -= 1
        return records.reserve(call)
      },
    }
    await expect(annotator.annotate([short], context({ records: limited }))).rejects.toThrow(
      'limit is reached',
    )
    expect(simulator.requests()).toHaveLength(3)
    expect(new Set(records.calls().map(({ state }) => state))).toEqual(new Set(['settled']))
  })

  test('a wait for the budget that is broken off releases what was reserved', async () => {
    const { annotator, context, records, simulator } = await start()
    const budget = { acquire: () => Promise.reject(new Error('no leave')) }
    await expect(annotator.annotate([short], context({ budget }))).rejects.toThrow('no leave')
    expect(records.calls().map(({ state }) => state)).toEqual(['released'])
    expect(simulator.requests()).toHaveLength(0)
  })
})
