import { catalogue, FieldworkError, isFieldworkError } from '@fieldwork/errors'
import { CommanderError } from 'commander'

export const EXIT_FAILED = 1
export const EXIT_USAGE = 2

/** The error as the catalogue has it; undefined where nobody foresaw it. */
export function toFieldworkError(error: unknown): FieldworkError | undefined {
  if (isFieldworkError(error)) return error
  if (!(error instanceof CommanderError)) return undefined
  return new FieldworkError('usage', error.message.replace(/^error: /, ''), { cause: error })
}

/** What happened, why, and what to do about it: three lines for a person. */
export function formatError(error: FieldworkError): string {
  const { title, cause, remedy } = catalogue[error.code]
  return [`${title}: ${error.detail}`, `  Why: ${cause}`, `  What to do: ${remedy}`].join('\n')
}

/** An error that nobody foresaw, with the place it comes from: there is no remedy to tell but to report it. */
export function formatUnforeseen(error: unknown): string {
  const where = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `The command line met an error that nobody foresaw. Please report it:\n${where}`
}

export function exitCodeOf(error: FieldworkError): number {
  return error.code === 'usage' ? EXIT_USAGE : EXIT_FAILED
}
