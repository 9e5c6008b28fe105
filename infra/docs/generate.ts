// `npm run docs`: writes the documents that are made from the code. With --check, only says which of them differ.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { renderCliDocs } from '@fieldwork/cli'
import { renderCohorts } from './cohorts.ts'
import { renderConfiguration } from './configuration.ts'
import { renderErrors } from './errors.ts'
import { renderOpenApi } from './openapi.ts'

const folder = path.resolve(import.meta.dirname, '../../docs')
const check = process.argv.includes('--check')
const documents: Readonly<Record<string, string>> = {
  'cli.md': renderCliDocs(),
  'cohorts.md': renderCohorts(),
  'configuration.md': renderConfiguration(),
  'errors.md': renderErrors(),
  'openapi.json': await renderOpenApi(),
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
  if (read(file) === text) continue
  if (check) {
    console.error(`docs/${name} differs from the code: run npm run docs`)
    process.exitCode = 1
  } else {
    writeFileSync(file, text)
    console.log(`docs/${name} written`)
  }
}
