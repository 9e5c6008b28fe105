import { catalogue, type ErrorCode, FieldworkError } from '@fieldwork/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ATTEMPTS, FIRST_DELAY_MS, judge, LONGEST_DELAY_MS, retryDelayMs } from '../src/index.ts'

const failures = fc.integer({ min: 1, max: 40 })
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const codes = Object.keys(catalogue).filter((key): key is ErrorCode => key in catalogue)

describe('the wait before another attempt', () => {
  it('lies between half and the whole of a doubling ceiling', () => {
    fc.assert(
      fc.property(failures, draw, (n, random) => {
        const ceiling = Math.min(FIRST_DELAY_MS * 2 ** (n - 1), LONGEST_DELAY_MS)
        const wait = retryDelayMs(n, new Error('broken'), random)
        expect(wait).toBeGreaterThanOrEqual(Math.floor(ceiling / 2))
        expect(wait).toBeLessThanOrEqual(ceiling)
      }),
    )
  })

  it('is never shorter than the other side asked for, and never longer than the bound', () => {
    fc.assert(
      fc.property(failures, draw, fc.integer({ min: 0, max: 10 * LONGEST_DELAY_MS }), (n, random, asked) => {
        const error = new FieldworkError('annotator_rate_limited', 'slow down', { retryAfterMs: asked })
        const wait = retryDelayMs(n, error, random)
        expect(wait).toBeGreaterThanOrEqual(Math.min(asked, LONGEST_DELAY_MS))
        expect(wait).toBeLessThanOrEqual(LONGEST_DELAY_MS)
      }),
    )
  })
})

describe('the verdict on a failed attempt', () => {
  it('retries exactly the errors that may pass, and those nobody catalogued', () => {
    for (const code of codes) {
      const verdict = judge(new FieldworkError(code, 'this time'), 1)
      expect([code, verdict.kind]).toEqual([code, catalogue[code].fate === 'transient' ? 'retry' : 'dead'])
    }
    expect(judge(new TypeError('x'), 1).kind).toBe('retry')
    expect(judge('a thrown string', 1).kind).toBe('retry')
  })

  it('buries a permanent error under its own code, the last attempt under attempts_exhausted with its cause', () => {
    const refused = new FieldworkError('annotator_unauthorised', '401')
    expect(judge(refused, 1)).toEqual({ kind: 'dead', reason: refused })
    const last = new Error('socket hang up')
    const verdict = judge(last, ATTEMPTS)
    expect(verdict).toMatchObject({ kind: 'dead', reason: { code: 'attempts_exhausted', cause: last } })
    expect(judge(last, ATTEMPTS - 1).kind).toBe('retry')
  })
})
