import { frugalSchema, type LabelValues } from '@fieldwork/codebook'
import { isFieldworkError } from '@fieldwork/errors'
import { type Fault, type ModelSimulatorOptions, startModelSimulator } from '@fieldwork/testkit'
import { afterEach, describe, expect, test } from 'vitest'
import { type AnthropicAnnotatorOptions, createAnthropicAnnotator } from '../src/index.ts'
import { prompt, says, session } from './session.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function start(
  simulated: ModelSimulatorOptions = {},
  options: Partial<AnthropicAnnotatorOptions> = {},
) {
  const simulator = await startModelSimulator(simulated)
  closers.push(simulator.close)
  const annotator = createAnthropicAnnotator({
    apiKey: 'key-of-the-test',
    baseURL: simulator.url,
    model: 'claude-sonnet-4-6',
    maxTokens: 2_000,
    timeoutMs: 5_000,
    ...options,
  })
  return { simulator, annotator }
}

const one = session([prompt('Rename the column in the report.'), says('It is renamed.')], 7)
const running = () => new AbortController().signal

async function failure(fault: Fault, options: Partial<AnthropicAnnotatorOptions> = {}) {
  const { annotator, simulator } = await start({ faults: [fault] }, options)
  const error: unknown = await annotator.annotate([one], running()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(simulator.requests(), 'exactly one attempt').toHaveLength(1)
  if (!isFieldworkError(error)) throw new Error('no FieldworkError was thrown', { cause: error })
  return error
}

describe('an answer', () => {
  test('becomes one label for every classifier, with its provenance', async () => {
    const planted: LabelValues = { work_mode: 'write', outcome: 'partially', expertise: '5' }
    const { annotator } = await start({ answer: () => planted })
    const [annotation] = await annotator.annotate([one], running())
    if (annotation?.outcome !== 'annotated') throw new Error('not annotated')
    const { labels, provenance, revisionId } = annotation
    expect(revisionId).toBe(7)
    expect(Object.fromEntries(labels.map(({ classifier, value }) => [classifier, value]))).toMatchObject(
      planted,
    )
    expect(labels.map(({ classifier }) => classifier)).toEqual(frugalSchema().required)
    expect(new Set(labels.map(({ classifierVersion }) => classifierVersion))).toEqual(new Set(['1']))
    expect(provenance).toMatchObject({
      model: 'claude-sonnet-4-6',
      settings: { strategy: 'frugal', maxTokens: 2_000 },
      transcriptCut: false,
    })
    expect(provenance.promptHash).toMatch(/^[0-9a-f]{64}$/)
    expect(provenance.inputTokens).toBeGreaterThan(0)
    expect(provenance.outputTokens).toBeGreaterThan(0)
  })

  test('costs what its tokens cost: fresh, written to the cache, read from it, and out', async () => {
    const long = session([prompt('A long description. '.repeat(240)), says('Done.')])
    const { annotator } = await start()
    const provenances = [...(await annotator.annotate([long, long], running()))].flatMap((annotation) =>
      annotation.outcome === 'annotated' ? [annotation.provenance] : [],
    )
    const [first, second] = provenances
    if (first === undefined || second === undefined) throw new Error('not annotated')
    expect(first.cacheCreationTokens).toBeGreaterThan(1_024)
    expect(second.cacheReadTokens).toBe(first.cacheCreationTokens)
    expect([first.cacheReadTokens, second.cacheCreationTokens]).toEqual([0, 0])
    for (const { inputTokens, cacheCreationTokens, cacheReadTokens, outputTokens, costUsd } of [
      first,
      second,
    ]) {
      const input = inputTokens + 1.25 * cacheCreationTokens + 0.1 * cacheReadTokens
      expect(costUsd).toBeCloseTo((3 * input + 15 * outputTokens) / 1e6, 12)
    }
  })

  test('says whether the transcript was cut', async () => {
    const { annotator } = await start()
    const huge = session([prompt('word '.repeat(1_900)), says('Done.')])
    const [annotation] = await annotator.annotate([huge], running())
    expect(annotation).toMatchObject({ provenance: { transcriptCut: true } })
  })

  test.each([
    [{ kind: 'refusal' }, 'answer_refused'],
    [{ kind: 'max_tokens' }, 'answer_truncated'],
    [{ kind: 'bad_json' }, 'answer_invalid'],
    [{ kind: 'wrong_option' }, 'answer_invalid'],
  ] as const)('%o leaves the session unscorable: %s', async (fault, reason) => {
    const { annotator, simulator } = await start({ faults: [fault] })
    expect(await annotator.annotate([one], running())).toMatchObject([
      { revisionId: 7, outcome: 'unscorable', reason },
    ])
    expect(simulator.requests()).toHaveLength(1)
  })

  test('one unscorable session does not take the others with it', async () => {
    const { annotator } = await start({ faults: [null, { kind: 'refusal' }] })
    const annotations = await annotator.annotate(
      [session([prompt('a')], 1), session([prompt('b')], 2), session([prompt('c')], 3)],
      running(),
    )
    expect(annotations.map(({ revisionId, outcome }) => [revisionId, outcome])).toEqual([
      [1, 'annotated'],
      [2, 'unscorable'],
      [3, 'annotated'],
    ])
  })
})

describe('a failed call', () => {
  test.each([
    [400, 'annotator_request_refused', 'permanent'],
    [401, 'annotator_unauthorised', 'permanent'],
    [403, 'annotator_unauthorised', 'permanent'],
    [404, 'annotator_request_refused', 'permanent'],
    [413, 'annotator_request_refused', 'permanent'],
    [500, 'annotator_unavailable', 'transient'],
    [504, 'annotator_unavailable', 'transient'],
    [529, 'annotator_unavailable', 'transient'],
  ] as const)('status %i is %s, which is %s', async (status, code, fate) => {
    const error = await failure({ kind: 'status', status })
    expect(error).toMatchObject({ code, fate, retryAfterMs: undefined })
    expect(error.detail).toContain(String(status))
  })

  test.each([
    ['reset', 'the connection broke'],
    ['truncated', 'the connection broke'],
    ['html', 'no message'],
  ] as const)('%s is transient', async (kind, detail) => {
    const error = await failure({ kind })
    expect(error).toMatchObject({ code: 'annotator_unavailable', detail: expect.any(String) })
    expect(error.detail).toMatch(/connection broke|no message/)
    expect(error.detail).toContain(detail.split(' ').at(-1))
  })

  test.each(['hang', 'stall'] as const)('%s ends at the time limit, headers or body', async (kind) => {
    const error = await failure({ kind }, { timeoutMs: 300 })
    expect(error).toMatchObject({ code: 'annotator_unavailable', fate: 'transient' })
  })

  test.each(['hang', 'stall'] as const)('%s ends when the caller aborts', async (kind) => {
    const { annotator, simulator } = await start({ faults: [{ kind }] }, { timeoutMs: 60_000 })
    const controller = new AbortController()
    const annotated = annotator.annotate([one], controller.signal)
    const refused = expect(annotated).rejects.toMatchObject({
      code: 'annotator_unavailable',
      detail: 'the call was aborted',
    })
    while (simulator.requests().length === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    await refused
  })

  test('a rate limit names the wait that was asked for', async () => {
    expect(await failure({ kind: 'rate_limited', retryAfterSeconds: 7 })).toMatchObject({
      code: 'annotator_rate_limited',
      retryAfterMs: 7_000,
    })
    expect((await failure({ kind: 'rate_limited' })).retryAfterMs).toBeUndefined()
  })

  test('an exhausted bucket refuses until it has refilled', async () => {
    let now = Date.parse('2026-03-01T00:00:00Z')
    const { annotator } = await start({ requestsPerMinute: 2, now: () => now })
    const annotate = () => annotator.annotate([one], running())
    await annotate()
    await annotate()
    await expect(annotate()).rejects.toMatchObject({ code: 'annotator_rate_limited', retryAfterMs: 30_000 })
    now += 30_000
    await expect(annotate()).resolves.toHaveLength(1)
  })

  test('a key that is not accepted stops at once', async () => {
    const { annotator } = await start({ keys: ['another'] })
    await expect(annotator.annotate([one], running())).rejects.toMatchObject({
      code: 'annotator_unauthorised',
    })
  })

  test('nothing that failed repeats the key or the transcript', async () => {
    for (const fault of [{ kind: 'status', status: 400 }, { kind: 'truncated' }] as const) {
      const error = await failure(fault)
      expect(`${error.message} ${error.detail}`).not.toMatch(/Rename the column|key-of-the-test/)
    }
  })
})

describe('the request', () => {
  test('a model without a known price is a configuration error, unless its price is given', () => {
    const options = { apiKey: 'k', model: 'unheard-of', maxTokens: 100, timeoutMs: 100 }
    expect(() => createAnthropicAnnotator(options)).toThrow(/configuration_invalid.*unheard-of/)
    expect(createAnthropicAnnotator({ ...options, price: { input: 1, output: 2 } }).sessionsPerJob).toBe(1)
  })

  test('puts the transcript, cached, before the question, and the schema beside them', async () => {
    const { annotator, simulator } = await start()
    await annotator.annotate([one], running())
    const [request] = simulator.requests()
    expect(request?.headers['anthropic-version']).toBeDefined()
    expect(request?.body).toMatchObject({
      messages: [
        {
          content: [
            { text: expect.stringContaining('Rename the column'), cache_control: { type: 'ephemeral' } },
            { text: expect.stringContaining('## work_mode') },
          ],
        },
      ],
      output_config: { format: { type: 'json_schema', schema: frugalSchema() } },
    })
    expect(request?.body).not.toHaveProperty('temperature')
  })

  test('is the same for the same session, so that the cached prefix is met', async () => {
    const { annotator, simulator } = await start()
    await annotator.annotate([one, one], running())
    const [first, second] = simulator.requests()
    expect(second?.body).toEqual(first?.body)
  })
})
