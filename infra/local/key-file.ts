import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { generateKey } from '@fieldwork/store'
import { stateFolder } from './repository.ts'

/** The API key of a local project: the same at every start, in a file that only its owner reads. */
export function localKey(project: string): { readonly key: string; readonly file: string } {
  const file = path.join(stateFolder, `${project}.key`)
  try {
    return { key: readFileSync(file, 'utf8').trim(), file }
  } catch {
    const key = generateKey()
    mkdirSync(stateFolder, { recursive: true })
    writeFileSync(file, `${key}\n`, { mode: 0o600 })
    return { key, file }
  }
}
