import { FieldworkError, isFieldworkError, problemDetails } from '@fieldwork/errors'
import { measure, readTranscript, type Telemetry } from '@fieldwork/sessions'
import type { Command } from 'commander'
import { findTranscripts } from '../find-transcripts.ts'
import { EXIT_FAILED, formatError } from '../print-error.ts'
import { readText } from '../read-text.ts'
import { formatTable } from '../tables.ts'

type MeasureOptions = { readonly json?: boolean }

export function addMeasure(program: Command, onExit: (code: number) => void): void {
  program
    .command('measure')
    .summary('count what is in a transcript')
    .description(
      'Counts what a transcript holds: turns, actions, words, lines, tokens. Nothing leaves this machine. With --json,\n' +
        'one object per file and line; a figure that the format does not carry is null. Exits with 1 when a file cannot\nbe read.',
    )
    .argument('<files...>', 'files, folders, or -')
    .option('--json', 'print one JSON object per file')
    .action(async (files: string[], options: MeasureOptions) => onExit(await measureAll(files, options)))
}

async function measureAll(paths: readonly string[], options: MeasureOptions): Promise<number> {
  let exit = 0
  for (const file of await findTranscripts(paths)) {
    const telemetry = await telemetryOf(file)
    if (telemetry instanceof FieldworkError) {
      exit = EXIT_FAILED
      process.stderr.write(
        `${formatError(new FieldworkError(telemetry.code, `${file}: ${telemetry.detail}`))}\n`,
      )
      if (options.json) print({ file, error: problemDetails(telemetry.code, telemetry.detail) })
    } else if (options.json) print({ file, ...telemetry })
    else {
      const rows = Object.entries(telemetry).map(([name, value]) => [
        name,
        value === null ? '–' : String(value),
      ])
      process.stdout.write(`${formatTable(['Measure', file], rows)}\n`)
    }
  }
  return exit
}

async function telemetryOf(file: string): Promise<Telemetry | FieldworkError> {
  try {
    const { session } = await readTranscript(await readText(file))
    return measure(session)
  } catch (error) {
    if (isFieldworkError(error)) return error
    throw error
  }
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
