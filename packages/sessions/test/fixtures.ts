import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type TranscriptFormat, transcriptFormats } from '../src/index.ts'

const root = resolve(import.meta.dirname, '../fixtures')

export type Fixture = {
  /** Its folder, which is its format's name without the file type, and its own name. */
  readonly id: string
  readonly name: string
  readonly format: TranscriptFormat
  readonly bytes: Buffer
  readonly expected: { readonly turns: number; readonly [measure: string]: unknown }
}

/** A folder may hold two formats of one tool, which then differ in the type of their files. */
function formatOf(folder: string, file: string): TranscriptFormat {
  const named = transcriptFormats.filter(
    (one) => one === folder || one.replace(/-(jsonl?|markdown)$/, '') === folder,
  )
  const format = named.find((one) => file.endsWith(`.${one.split('-').at(-1)}`)) ?? named[0]
  if (format === undefined) throw new Error(`no format is named as the folder of fixtures ${folder}`)
  return format
}

const transcript = /(?<!\.telemetry)\.(?:jsonl?|md)$/

/** Transcripts written by hand, a folder for each format, one for each quirk of it, with what is to be counted in each. */
export const fixtures: readonly Fixture[] = readdirSync(root).flatMap((folder) =>
  readdirSync(resolve(root, folder))
    .filter((file) => transcript.test(file))
    .map((file) => {
      const name = file.replace(transcript, '')
      const expected = readFileSync(resolve(root, folder, `${name}.telemetry.json`), 'utf8')
      return {
        id: `${folder}/${name}`,
        name,
        format: formatOf(folder, file),
        bytes: readFileSync(resolve(root, folder, file)),
        expected: JSON.parse(expected),
      }
    }),
)

/** The text of a fixture, by `folder/name`, or by its name alone for Claude Code. */
export function fixture(id: string): string {
  const found = fixtures.find((one) => one.id === id || one.id === `claude-code/${id}`)
  if (found === undefined) throw new Error(`no fixture is ${id}`)
  return found.bytes.toString('utf8')
}
