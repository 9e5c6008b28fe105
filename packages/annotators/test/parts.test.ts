import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { APIConnectionError, APIError } from '@anthropic-ai/sdk'
import { shippedCalibration } from '@fieldwork/codebook'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { askRound } from '../src/anthropic/ask-round.ts'
import { isUncharged, mapError } from '../src/anthropic/map-error.ts'
import { readMessage, readStepAnswer, usageOf } from '../src/anthropic/read-message.ts'
import { learnRatio } from '../src/anthropic/token-ratio.ts'
import { loadCalibration, nextCalls, type PlannedCall, profileOf } from '../src/index.ts'

describe('an error event of a stream', () => {
  const event = (type: string) => {
    const body = { type: 'error', error: { type, message: 'SECRET' } }
    return new APIError(undefined, body, undefined, new Headers({ 'retry-after': '3' }))
  }

  test.each([
    ['rate_limit_error', 'annotator_rate_limited'],
    ['overloaded_error', 'annotator_unavailable'],
    ['api_error', 'annotator_unavailable'],
    ['authentication_error', 'annotator_unauthorised'],
    ['invalid_request_error', 'annotator_request_refused'],
    ['never_heard_of_error', 'annotator_unavailable'],
  ])('%s is %s, quotes nothing, and may have cost something', (type, code) => {
    const error = mapError(event(type), 0)
    expect(error).toMatchObject({ code, retryAfterMs: 3_000 })
    expect(error.detail).toBe(`the answer broke off (${type})`)
    expect(isUncharged(event(type))).toBe(false)
  })
})

test('what was never sent cost nothing; what was, may have', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const reset = Object.assign(new Error('read'), { code: 'ECONNRESET' })
  const connection = (cause: Error) => new APIConnectionError({ message: 'x', cause })
  expect(isUncharged(connection(new TypeError('fetch failed', { cause: refused })))).toBe(true)
  expect(isUncharged(connection(new TypeError('fetch failed', { cause: reset })))).toBe(false)
  expect(isUncharged(new SyntaxError('x'))).toBe(false)
})

describe('a message', () => {
  const usage = { input_tokens: 1, output_tokens: 2 }
  const message = (text: string, stop_reason = 'end_turn') =>
    readMessage({ model: 'm', stop_reason, content: [{ type: 'text', text }], usage })

  test('that is none is unavailability, whatever came', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(() => readMessage(body)).toThrow('annotator_unavailable')
      }),
    )
  })

  test('that is no JSON, or JSON of another form, is an invalid answer and no error', () => {
    expect(readStepAnswer(message('It depends.'), ['outcome'])).toMatchObject({ reason: 'answer_invalid' })
    expect(readStepAnswer(message('[]'), ['outcome'])).toMatchObject({ invalid: [{ question: 'outcome' }] })
    expect(readStepAnswer(message('{}', 'refusal'), ['outcome'])).toMatchObject({ reason: 'answer_refused' })
  })

  test('tells what was written to the cache for five minutes and for an hour', () => {
    const written = { ...usage, cache_read_input_tokens: null, cache_creation_input_tokens: 30 }
    const body = { model: 'm', stop_reason: null, content: [] }
    expect(usageOf(readMessage({ ...body, usage: written }))).toMatchObject({
      cacheReadTokens: 0,
      cacheWrite5mTokens: 30,
      cacheWrite1hTokens: 0,
    })
    const split = { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 10 }
    expect(usageOf(readMessage({ ...body, usage: { ...written, cache_creation: split } }))).toMatchObject({
      cacheWrite5mTokens: 20,
      cacheWrite1hTokens: 10,
    })
  })
})

describe('the ratio of characters to tokens', () => {
  test('comes to what is seen, and never leaves what text can be', () => {
    let ratio = 3.5
    for (let index = 0; index < 80; index += 1) ratio = learnRatio(ratio, 4_200, 1_000)
    expect(ratio).toBeCloseTo(4.2, 2)
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 8, noNaN: true }),
        fc.nat(),
        fc.nat(),
        (before, characters, tokens) => {
          const after = learnRatio(before, characters, tokens)
          expect(after).toBeGreaterThanOrEqual(1)
          expect(after).toBeLessThanOrEqual(8)
        },
      ),
    )
  })
})

describe('a round', () => {
  const calls = nextCalls('faithful', profileOf('claude-sonnet-4-6'), 'x'.repeat(25_000), [])

  test('begins none after a failure, awaits those under way, and throws the first', async () => {
    const ended: string[] = []
    const ask = async ({ step }: PlannedCall, begun?: () => void) => {
      begun?.()
      if (step === 'decisions') throw new Error('first')
      await new Promise((resolve) => setTimeout(resolve, 20))
      ended.push(step)
      if (step === 'work_mode') throw new Error('second')
    }
    await expect(askRound(calls, 4, ask)).rejects.toThrow('first')
    expect(ended).toEqual(['work_mode', 'codebase', 'expertise'])
  })

  test('waits for the first answer to begin, and no longer', async () => {
    const begun: string[] = []
    let release = () => {}
    const done = askRound(calls, 20, async ({ step }, warm) => {
      begun.push(step)
      if (warm === undefined) return
      await new Promise<void>((resolve) => setTimeout(resolve, 20))
      expect(begun).toEqual([step])
      warm()
      await new Promise<void>((resolve) => {
        release = resolve
      })
      expect(begun).toHaveLength(calls.length)
    })
    while (begun.length < calls.length) await new Promise((resolve) => setTimeout(resolve, 5))
    release()
    await done
  })
})

test('a calibration set of one’s own is read from a file, or refused with what is wrong', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'calibration-'))
  try {
    const file = path.join(folder, 'own.json')
    writeFileSync(file, JSON.stringify({ ...shippedCalibration, name: 'own' }))
    expect(loadCalibration(file).name).toBe('own')
    writeFileSync(file, '{')
    expect(() => loadCalibration(file)).toThrow('TASK_VALUE_CALIBRATION')
    writeFileSync(file, '{}')
    expect(() => loadCalibration(file)).toThrow('configuration_invalid')
    expect(() => loadCalibration(path.join(folder, 'none'))).toThrow('configuration_invalid')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
