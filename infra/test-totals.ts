import { Type } from 'typebox'
import { Value } from 'typebox/value'

const Results = Type.Object({
  numPassedTests: Type.Integer(),
  numFailedTests: Type.Integer(),
  numPendingTests: Type.Integer(),
  numFailedTestSuites: Type.Integer(),
})

/**
 * The closing line of a test run, from Vitest's JSON results: `N passed, N failed`, and `, N skipped` where there are
 * such. A file that failed without a failed test, since it could not be loaded, counts as one.
 */
export function testTotals(results: unknown): string {
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = Value.Parse(
    Results,
    results,
  )
  const failed = numFailedTests === 0 ? numFailedTestSuites : numFailedTests
  const skipped = numPendingTests === 0 ? '' : `, ${numPendingTests} skipped`
  return `${numPassedTests} passed, ${failed} failed${skipped}`
}
