// `npm run docs`: writes the documents that are made from the code. With --check, only says which of them differ.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { renderCliDocs } from '@fieldwork/cli'
import { renderCodebook } from './codebook.ts'
import { renderCohorts } from './cohorts.ts'
import { renderConfiguration } from './configuration.ts'
import { renderErrors } from './errors.ts'
import { renderLocalAnnotator } from './local-annotator.ts'
import { renderOpenApi } from './openapi.ts'
import { renderRealSessions } from './real-sessions.ts'
import { renderSessionSchema } from './session-schema.ts'

const folder = path.resolve(import.meta.dirname, '../../docs')
const check = process.argv.includes('--check')
const today = new Date().toISOString().slice(0, 10)
const documents: Readonly<Record<string, string | null>> = {
  'cli.md': renderCliDocs(),
  'codebook.md': renderCodebook(),
  'cohorts.md': renderCohorts(),
  'configuration.md': renderConfiguration(),
  'errors.md': renderErrors(),
  'local-annotator.md': renderLocalAnnotator(),
  'openapi.json': await renderOpenApi(),
  'real-sessions.md': renderRealSessions(read(path.join(folder, 'real-sessions.md')), today),
  'session.schema.json': renderSessionSchema(),
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(documents)) {
  const file = path.join(folder, name)
  if (text === null || read(file) === text) continue
  if (check) {
    console.error(`docs/${name} differs from the code: run npm run docs`)
    process.exitCode = 1
  } else {
    writeFileSync(file, text)
    console.log(`docs/${name} written`)
  }
}
