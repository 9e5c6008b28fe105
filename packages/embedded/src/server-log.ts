import { readFile, rename } from 'node:fs/promises'
import path from 'node:path'

/** The log of the next run; that of the run before is kept beside it. */
export async function startAnew(folder: string): Promise<string> {
  const log = path.join(folder, 'postgres.log')
  await rename(log, path.join(folder, 'postgres.previous.log')).catch(() => undefined)
  return log
}

/** The last lines of a log. */
export async function tailOf(log: string, lines = 20): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}
