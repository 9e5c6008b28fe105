import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

const folder = resolve(import.meta.dirname, '../../../../shared/sessions')

/** The real sessions are not part of the repository: many carry no licence. */
export const haveRealSessions = existsSync(folder)

export type RealSession = { readonly file: string; readonly format: string; readonly id: string }

export const realSessions: readonly RealSession[] = haveRealSessions
  ? readFileSync(resolve(folder, 'manifest.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  : []

export const realClaudeCode = realSessions.filter(({ format }) => format === 'claude-code-jsonl')

export const bytesOf = ({ file }: RealSession): Buffer => gunzipSync(readFileSync(resolve(folder, file)))
