import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FieldworkError } from '@fieldwork/errors'
import { STDIN, type TranscriptFile } from './sources/transcript-file.ts'

const endings = /\.jsonl?(\.(gz|zst))?$/i
/** Markdown is a transcript where SpecStory keeps it, and a document elsewhere. */
const specStory = /(^|[\\/])\.specstory[\\/]history[\\/][^\\/]+\.md$/

/**
 * The files that the paths name, in a stable order: a file is itself, a folder every transcript anywhere below it (by
 * ending: .jsonl and .json, also with .gz or .zst, and SpecStory's Markdown), `-` standard input. Links to folders below a
 * folder are not followed. Throws `usage` where a path does not exist, or where nothing is found.
 */
export async function findTranscripts(paths: readonly string[]): Promise<readonly TranscriptFile[]> {
  const found: string[] = []
  for (const path of paths) {
    if (path === STDIN || !(await isFolder(path))) found.push(path)
    else
      found.push(
        ...(await filesBelow(path, (file) => endings.test(file) || specStory.test(join(path, file)))),
      )
  }
  if (found.length === 0) {
    throw new FieldworkError('usage', 'there is no .jsonl or .json file (or .gz of one) in what was named')
  }
  return [...new Set(found)].map((path) => (path === STDIN ? { kind: 'stdin' } : { kind: 'file', path }))
}

async function isFolder(path: string): Promise<boolean> {
  const stats = await stat(path).catch((error: unknown) => {
    throw new FieldworkError('usage', `${path}: there is no such file or folder`, { cause: error })
  })
  return stats.isDirectory()
}

/** The files anywhere below a folder that are wanted, by their path from it, sorted. What cannot be listed holds none. */
export async function filesBelow(
  folder: string,
  isWanted: (path: string) => boolean,
): Promise<readonly string[]> {
  const files: string[] = []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name)
    if (!isWanted(file.slice(join(folder, '/').length))) continue
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(file)))) files.push(file)
  }
  return files.sort()
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
