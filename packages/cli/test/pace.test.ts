import { expect, it } from 'vitest'
import { createPace } from '../src/pace.ts'

it('tells the pace of a step and the time it still takes, once it can be told', () => {
  let now = 0
  const pace = createPace(() => now)
  const at = (ms: number, done: number, step: 'sending' | 'annotating' = 'sending', total = 10_000) => {
    now = ms
    return pace({ step, done, total })
  }
  expect(at(0, 0)).toBeUndefined()
  expect(at(1_000, 100)).toBeUndefined()
  expect(at(10_000, 1_000)).toBe('100/s, 2 min left')
  expect(at(100_000, 10_000)).toBe('100/s')
  expect(at(101_000, 20, 'annotating', 50)).toBeUndefined()
  expect(at(111_000, 30, 'annotating', 50)).toBe('1.0/s, 20 s left')
})
