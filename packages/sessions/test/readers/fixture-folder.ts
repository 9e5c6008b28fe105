import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Telemetry } from '../../src/index.ts'

export type FolderFixture = { readonly name: string; readonly text: string; readonly expected: Telemetry }

/** Transcripts of one format, written by hand, each with the telemetry written beside it. */
export function fixturesOf(format: string): readonly FolderFixture[] {
  const folder = resolve(import.meta.dirname, '../../fixtures', format)
  return readdirSync(folder)
    .filter((file) => !file.endsWith('.telemetry.json'))
    .map((file) => {
      const name = file.replace(/\.(jsonl?|md)$/, '')
      return {
        name,
        text: readFileSync(resolve(folder, file), 'utf8'),
        expected: JSON.parse(readFileSync(resolve(folder, `${name}.telemetry.json`), 'utf8')),
      }
    })
}

export function fixtureText(fixtures: readonly FolderFixture[], name: string): string {
  const found = fixtures.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no fixture is named ${name}`)
  return found.text
}
