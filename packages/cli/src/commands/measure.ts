import { problemDetails } from '@fieldwork/errors'
import type { Command } from 'commander'
import { findTranscripts } from '../find-transcripts.ts'
import { EXIT_FAILED } from '../print-error.ts'
import { printFailure, printJson } from '../print-session.ts'
import { sourceOf } from '../sources/session-source.ts'
import { forEachSource } from '../sources/source-workers.ts'
import { measureSource } from '../sources/tasks.ts'
import { formatTable } from '../tables.ts'

type MeasureOptions = { readonly json?: boolean }

export function addMeasure(program: Command, onExit: (code: number) => void): void {
  program
    .command('measure')
    .summary('count what is in a transcript')
    .description(
      'Counts what a transcript holds: turns, actions, words, lines, tokens. Nothing leaves this machine. With --json, ' +
        'one object per file and line; a figure that the format does not carry is null. Exits with 1 when a file cannot be read.',
    )
    .argument('<files...>', 'files, folders, or -')
    .option('--json', 'print one JSON object per file')
    .action(async (files: string[], options: MeasureOptions) => onExit(await measureAll(files, options)))
}

async function measureAll(paths: readonly string[], options: MeasureOptions): Promise<number> {
  let exit = 0
  const sources = (await findTranscripts(paths)).map((file) => ({ source: sourceOf(file) }))
  const names = sources.values()
  for await (const measured of forEachSource(measureSource, sources)) {
    const file = names.next().value?.source.shown ?? ''
    if ('error' in measured) {
      exit = EXIT_FAILED
      const { code, detail } = measured.error
      printFailure(file, measured.error)
      if (options.json) await printJson({ file, error: problemDetails(code, detail) })
    } else if (options.json) await printJson({ file, ...measured })
    else {
      const rows = Object.entries(measured).map(([name, value]) => [
        name,
        value === null ? '–' : String(value),
      ])
      process.stdout.write(`${formatTable(['Measure', file], rows)}\n`)
    }
  }
  return exit
}
