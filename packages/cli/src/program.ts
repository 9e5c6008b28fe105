import { Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addDeadLetters } from './commands/dead-letters.ts'
import { addEstimate } from './commands/estimate.ts'
import { addMeasure } from './commands/measure.ts'
import { addPush } from './commands/push.ts'
import { addRender } from './commands/render.ts'
import { addReport } from './commands/report.ts'
import { addRuns } from './commands/runs.ts'
import { addSpending } from './commands/spending.ts'
import { addStatus } from './commands/status.ts'
import { addValidate } from './commands/validate.ts'

/** Fixed, so that the help is the same on every terminal and in docs/cli.md. */
const HELP_WIDTH = 110

/** The command line. `onExit` is told the exit code of a command that ended without an error. */
export function createProgram(onExit: (code: number) => void = () => {}): Command {
  const program = new Command('fieldwork')
  program
    .description('Repeats the 400,000-session study of coding agents on your own sessions.')
    .version(manifest.version)
    .configureOutput({
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: () => {}, // told with its remedy by `run`
    })
    .exitOverride()
    .addHelpText(
      'after',
      '\nExit codes: 0 all went well; 1 something was rejected or failed; 2 the command was not understood.',
    )
  addPush(program, onExit)
  addStatus(program)
  addReport(program)
  addEstimate(program, onExit)
  addValidate(program)
  addRuns(program, onExit)
  addSpending(program)
  addDeadLetters(program)
  addMeasure(program, onExit)
  addRender(program, onExit)
  return program
}
