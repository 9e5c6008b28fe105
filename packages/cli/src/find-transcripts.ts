import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FieldworkError } from '@fieldwork/errors'

/** Standard input, where it is given as a path. */
export const STDIN = '-'

const endings = /\.jsonl?(\.gz)?$/i

/**
 * The files that the paths name, in a stable order: a file is itself, a folder every transcript anywhere below it (by
 * ending: .jsonl and .json, also with .gz), `-` standard input. Links to folders below a folder are not followed.
 * Throws `usage` where a path does not exist, or where nothing is found.
 */
export async function findTranscripts(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const path of paths) found.push(...(path === STDIN ? [STDIN] : await filesOf(path)))
  if (found.length === 0) {
    throw new FieldworkError('usage', 'there is no .jsonl or .json file (or .gz of one) in what was named')
  }
  return [...new Set(found)]
}

async function filesOf(path: string): Promise<readonly string[]> {
  const stats = await stat(path).catch((error: unknown) => {
    throw new FieldworkError('usage', `${path}: there is no such file or folder`, { cause: error })
  })
  if (!stats.isDirectory()) return [path]
  const files: string[] = []
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!endings.test(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(file)))) files.push(file)
  }
  return files.sort()
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
