import { describe, expect, it } from 'vitest'
import { testTotals } from '../test-totals.ts'

const results = { numPassedTests: 12, numFailedTests: 0, numPendingTests: 0, numFailedTestSuites: 0 }

describe('the closing line of a test run', () => {
  it('counts what passed and failed', () => {
    expect(testTotals(results)).toBe('12 passed, 0 failed')
    expect(testTotals({ ...results, numFailedTests: 3, numFailedTestSuites: 1 })).toBe('12 passed, 3 failed')
  })

  it('names skipped tests only where there are some', () => {
    expect(testTotals({ ...results, numPendingTests: 2 })).toBe('12 passed, 0 failed, 2 skipped')
  })

  it('counts a file that could not be loaded as a failure', () => {
    expect(testTotals({ ...results, numFailedTestSuites: 1 })).toBe('12 passed, 1 failed')
  })
})
