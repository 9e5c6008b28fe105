import { problemDetails } from '@fieldwork/errors'
import type { Command } from 'commander'
import { findTranscripts } from '../find-transcripts.ts'
import { EXIT_FAILED } from '../print-error.ts'
import { print, printFailure, printJson } from '../print-session.ts'
import { sourceOf } from '../sources/session-source.ts'
import { forEachSource } from '../sources/source-workers.ts'
import { renderSource } from '../sources/tasks.ts'

type RenderOptions = { readonly json?: boolean }

export function addRender(program: Command, onExit: (code: number) => void): void {
  program
    .command('render')
    .summary('show what the classifiers will read of a session')
    .description(
      'Prints what the classifiers will read of each session: redacted, human, agent and system turns in order, long ' +
        'ones cut in their middle. Nothing leaves this machine. With --json, one object per file and line: file, text, ' +
        'cut, whether something was left out, and cuts, what. Exits with 1 when a file cannot be read.',
    )
    .argument('<files...>', 'files, folders, or -')
    .option('--json', 'print one JSON object per file')
    .action(async (files: string[], options: RenderOptions) => onExit(await renderAll(files, options)))
}

async function renderAll(paths: readonly string[], { json }: RenderOptions): Promise<number> {
  let exit = 0
  const sources = (await findTranscripts(paths)).map((file) => ({ source: sourceOf(file) }))
  const names = sources.values()
  for await (const rendered of forEachSource(renderSource, sources)) {
    const file = names.next().value?.source.shown ?? ''
    if ('error' in rendered) {
      exit = EXIT_FAILED
      const { code, detail } = rendered.error
      printFailure(file, rendered.error)
      if (json) await printJson({ file, error: problemDetails(code, detail) })
    } else if (json) await printJson({ file, ...rendered })
    else await print(`==> ${file}${rendered.cut ? ' (cut)' : ''} <==\n${rendered.text}\n\n`)
  }
  return exit
}
