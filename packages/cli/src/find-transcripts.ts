import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FieldworkError } from '@fieldwork/errors'
import { sessionsIn } from './sources/stored-sessions.ts'
import { STDIN, type TranscriptFile } from './sources/transcript-file.ts'

const endings = /\.jsonl?(\.(gz|zst))?$/i
/** Markdown is a transcript where SpecStory keeps it, and a document elsewhere. */
const specStory = /(^|[\\/])\.specstory[\\/]history[\\/][^\\/]+\.md$/

/**
 * The transcripts that the paths name, in a stable order: a file is itself, OpenCode's database its sessions, a folder every
 * transcript anywhere below it (by ending: .jsonl and .json, also with .gz or .zst, and SpecStory's Markdown), `-` standard
 * input. Links to folders below a folder are not followed. Throws `usage` where a path does not exist, or where nothing is
 * found.
 */
export async function findTranscripts(paths: readonly string[]): Promise<readonly TranscriptFile[]> {
  const found: TranscriptFile[] = []
  for (const path of paths) {
    const kind = path === STDIN ? 'stream' : await kindOf(path)
    if (kind === 'stream') found.push(path === STDIN ? { kind: 'stdin' } : { kind: 'pipe', path })
    else if (kind === 'file') found.push(...sessionsIn({ kind: 'file', path }))
    else {
      const isTranscript = (file: string) => endings.test(file) || specStory.test(join(path, file))
      found.push(
        ...(await filesBelow(path, isTranscript)).map((file) => ({ kind: 'file' as const, path: file })),
      )
    }
  }
  if (found.length === 0) {
    throw new FieldworkError('usage', 'there is no .jsonl or .json file (or .gz of one) in what was named')
  }
  return onlyOnce(found)
}

/** Each file once, by whatever path it was named. */
async function onlyOnce(files: readonly TranscriptFile[]): Promise<readonly TranscriptFile[]> {
  const known = new Map<string, TranscriptFile>()
  for (const file of files) {
    const key = file.kind === 'file' ? await realpath(file.path).catch(() => file.path) : JSON.stringify(file)
    if (!known.has(key)) known.set(key, file)
  }
  return [...known.values()]
}

/** A stream (a pipe, a terminal) can be read only once. Throws `usage` where there is nothing. */
async function kindOf(path: string): Promise<'folder' | 'file' | 'stream'> {
  const stats = await stat(path).catch((error: unknown) => {
    throw new FieldworkError('usage', `${path}: there is no such file or folder`, { cause: error })
  })
  if (stats.isDirectory()) return 'folder'
  return stats.isFile() ? 'file' : 'stream'
}

/**
 * The files anywhere below a folder that are wanted, by their path from it, sorted. Goes folder by folder: one that cannot be
 * listed, or is gone by now, hides nothing but what is in it.
 */
export async function filesBelow(
  folder: string,
  isWanted: (path: string) => boolean,
): Promise<readonly string[]> {
  const files: string[] = []
  const left = [folder]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true }).catch(() => [])) {
      const file = join(next, entry.name)
      if (entry.isDirectory()) left.push(file)
      else if (!isWanted(file.slice(join(folder, '/').length))) continue
      else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(file)))) files.push(file)
    }
  }
  return files.sort()
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
