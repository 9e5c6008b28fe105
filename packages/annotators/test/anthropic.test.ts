import { answerSchema, classifiers, codebook, type LabelValues } from '@fieldwork/codebook'
import { describe, expect, test } from 'vitest'
import { createAnthropicAnnotator, profileOf } from '../src/index.ts'
import { prompt, says, session } from './session.ts'
import { annotated, long, short, start, strategies } from './start-anthropic.ts'

const ids = classifiers.map(({ id }) => id)

describe.each(strategies)('the %s strategy', (strategy) => {
  test('makes one label for every classifier, with its provenance', async () => {
    const planted: LabelValues = {
      work_mode: 'write',
      outcome: 'partially',
      expertise: '5',
      task_value: { title: 'Write a report', usd: 4_321 },
    }
    const { annotator, context, records } = await start({ answer: () => planted }, { strategy })
    const { labels, unscorable, provenance, revisionId } = annotated(
      (await annotator.annotate([long], context()))[0],
    )
    expect(revisionId).toBe(7)
    expect(unscorable).toEqual([])
    expect(Object.fromEntries(labels.map(({ classifier, value }) => [classifier, value]))).toMatchObject(
      planted,
    )
    expect(labels.map(({ classifier }) => classifier)).toEqual(ids)
    const callIds = new Set(records.calls().map(({ callId }) => callId))
    for (const { classifier, classifierVersion, promptHash, callId } of labels) {
      expect(classifierVersion).toBe(codebook.classifiers[classifier].version)
      expect(promptHash).toMatch(/^[0-9a-f]{64}$/)
      expect(callIds).toContain(callId)
    }
    expect(provenance).toMatchObject({
      model: 'claude-sonnet-4-6',
      settings: { strategy, calibration: 'fieldwork-1' },
      transcriptCut: true,
    })
    expect(provenance.promptHash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('costs to the token what the other side charges', async () => {
    const { annotator, context, records, simulator, budget } = await start({}, { strategy })
    const annotations = await annotator.annotate([long, short], context())
    const total = simulator.account().totals['claude-sonnet-4-6']
    const provenances = annotations.map((annotation) => annotated(annotation).provenance)
    const sum = (count: (one: (typeof provenances)[number]) => number) =>
      provenances.reduce((all, one) => all + count(one), 0)
    expect(sum(({ costUsd }) => costUsd)).toBeCloseTo(total?.usd ?? 0, 12)
    expect(sum(({ inputTokens }) => inputTokens)).toBe(total?.inputTokens)
    expect(sum(({ outputTokens }) => outputTokens)).toBe(total?.outputTokens)
    expect(sum(({ cacheReadTokens }) => cacheReadTokens)).toBe(total?.cacheReadTokens)
    expect(sum(({ cacheCreationTokens }) => cacheCreationTokens)).toBe(total?.cacheWrite5mTokens)
    expect(total?.cacheReadTokens).toBeGreaterThan(2_048)
    const entries = simulator.account().entries
    expect(
      records
        .calls()
        .map(({ callId }) => callId)
        .sort(),
    ).toEqual(entries.map(({ callId }) => callId ?? '').sort())
    for (const { callId, state, done, estimateUsd } of records.calls()) {
      const entry = entries.find((one) => one.callId === callId)
      expect([state, done?.requestId]).toEqual(['settled', entry?.requestId])
      expect(done?.costUsd).toBeCloseTo(entry?.usd ?? 0, 12)
      expect(estimateUsd).toBeGreaterThan(0)
    }
    for (const { ended, used, demand, headers } of budget.permits) {
      expect(ended).toBe('settled')
      expect(demand).toMatchObject({ project: 3, run: 4 })
      expect(used?.inputTokens).toBeGreaterThan(0)
      expect(headers?.get('anthropic-ratelimit-requests-limit')).not.toBeNull()
    }
  })

  test('an answer that fails is repaired once, and the session has all its labels', async () => {
    for (const kind of ['refusal', 'max_tokens', 'bad_json'] as const) {
      const { annotator, context, simulator } = await start({ faults: [{ kind }] }, { strategy })
      const { labels, unscorable } = annotated((await annotator.annotate([short], context()))[0])
      expect([labels.length, unscorable]).toEqual([ids.length, []])
      expect(simulator.requests()).toHaveLength(strategy === 'frugal' ? 2 : ids.length + 2)
    }
  })

  test.each([
    ['refusal', 'answer_refused'],
    ['max_tokens', 'answer_truncated'],
    ['bad_json', 'answer_invalid'],
  ] as const)('%s to everything, twice, leaves the session unscorable: %s', async (kind, reason) => {
    const { annotator, context, simulator, records } = await start({ faults: () => ({ kind }) }, { strategy })
    expect(await annotator.annotate([short], context())).toMatchObject([
      { revisionId: 8, outcome: 'unscorable', reason },
    ])
    expect(simulator.requests()).toHaveLength(strategy === 'frugal' ? 2 : 2 * ids.length)
    expect(new Set(records.calls().map(({ state }) => state))).toEqual(new Set(['settled']))
  })

  test('a label that stays invalid is unscorable beside the others', async () => {
    const { annotator, context, simulator } = await start(
      { faults: () => ({ kind: 'wrong_option' }), answer: () => ({ outcome: 'failed' }) },
      { strategy },
    )
    const [annotation] = await annotator.annotate([short], context())
    const accounted =
      annotation?.outcome === 'annotated'
        ? [...annotation.labels, ...annotation.unscorable].map(({ classifier }) => classifier)
        : ids
    expect(accounted.toSorted()).toEqual(ids.toSorted())
    expect(simulator.requests().length).toBeGreaterThan(1)
  })
})

describe('an annotation', () => {
  test('says whether the transcript was cut', async () => {
    const { annotator, context } = await start()
    const [whole] = await annotator.annotate([short], context())
    expect(annotated(whole).provenance.transcriptCut).toBe(false)
  })

  test('one unscorable session does not take the others with it', async () => {
    const { annotator, context } = await start({ faults: [null, { kind: 'refusal' }, { kind: 'refusal' }] })
    const annotations = await annotator.annotate(
      [1, 2, 3].map((id) => session([prompt('a'), says('b')], id)),
      context(),
    )
    expect(annotations.map(({ revisionId, outcome }) => [revisionId, outcome])).toEqual([
      [1, 'annotated'],
      [2, 'unscorable'],
      [3, 'annotated'],
    ])
  })
})

describe('the requests', () => {
  test('all have the one schema, and the version that their temperature needs', async () => {
    for (const strategy of strategies) {
      const { annotator, context, simulator } = await start({}, { strategy })
      await annotator.annotate([short], context())
      const version = strategy === 'faithful' ? '2023-06-01' : '2026-10-21'
      for (const { headers, body } of simulator.requests()) {
        expect(headers['anthropic-version']).toBe(version)
        expect(headers['x-fieldwork-call']).toMatch(/^[0-9a-f-]{36}$/)
        expect(body).toMatchObject({ output_config: { format: { schema: answerSchema } } })
      }
    }
  })

  test('the others of a session are sent once the first one’s answer has begun, and find its transcript', async () => {
    const { annotator, context, simulator } = await start({ latencyMs: 60 }, { strategy: 'faithful' })
    await annotator.annotate([long], context())
    const [first, ...others] = simulator.requests()
    expect(first?.body).toMatchObject({ stream: true })
    for (const { body } of others) expect(body).not.toHaveProperty('stream')
    const written = simulator.account().entries.filter(({ usage }) => usage.cache_creation_input_tokens > 0)
    expect(written.map(({ usage }) => usage.cache_read_input_tokens)).toEqual([0, 0])
    const read = simulator.account().entries.filter(({ usage }) => usage.cache_read_input_tokens > 0)
    expect(read).toHaveLength(ids.length - 1)
  })

  test.each([1, 2, 5])(
    'no more than %i of a session are under way at once where so many are allowed',
    async (concurrency) => {
      const { annotator, context, budget } = await start(
        { latencyMs: 20 },
        { strategy: 'faithful', concurrency },
      )
      let most = 0
      const watch = setInterval(() => {
        most = Math.max(most, budget.permits.filter(({ ended }) => ended === undefined).length)
      }, 2)
      await annotator.annotate([long], context())
      clearInterval(watch)
      expect(most).toBe(concurrency)
    },
  )

  test('a model without a known price is a configuration error, unless its price is given', () => {
    const options = { apiKey: 'k', model: 'unheard-of', timeoutMs: 100 }
    expect(() => createAnthropicAnnotator(options)).toThrow(/configuration_invalid.*unheard-of/)
    expect(createAnthropicAnnotator({ ...options, price: { input: 1, output: 2 } }).sessionsPerJob).toBe(1)
  })

  test('a dated model has the profile of its name', () => {
    expect(profileOf('claude-haiku-4-5-20251001')).toEqual({
      ...profileOf('claude-haiku-4-5'),
      model: 'claude-haiku-4-5-20251001',
    })
  })
})
