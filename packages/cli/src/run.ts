import { CommanderError } from 'commander'
import {
  EXIT_FAILED,
  EXIT_USAGE,
  exitCodeOf,
  formatError,
  formatUnforeseen,
  toFieldworkError,
} from './print-error.ts'
import { createProgram } from './program.ts'

/** Runs the command line with its arguments (without node and the script) and gives the exit code. Never rejects. */
export async function run(args: readonly string[]): Promise<number> {
  let code = 0
  try {
    await createProgram((given) => {
      code = given
    }).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    // Help and version come as errors too; they have printed themselves.
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT_USAGE
    const told = toFieldworkError(error)
    process.stderr.write(`${told === undefined ? formatUnforeseen(error) : formatError(told)}\n`)
    return told === undefined ? EXIT_FAILED : exitCodeOf(told)
  }
}
