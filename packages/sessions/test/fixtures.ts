import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../fixtures/claude-code')

/** Transcripts written by hand, one per group of quirks that telemetry.md lists, with what is to be counted in each. */
export const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((file) => {
    const name = file.replace('.jsonl', '')
    return {
      name,
      bytes: readFileSync(resolve(folder, file)),
      expected: JSON.parse(readFileSync(resolve(folder, `${name}.telemetry.json`), 'utf8')),
    }
  })

export function fixture(name: string): string {
  const found = fixtures.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no fixture is named ${name}`)
  return found.bytes.toString('utf8')
}
