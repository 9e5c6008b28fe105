import { execFile, spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { FieldworkError } from '@fieldwork/errors'

const execute = promisify(execFile)
/** What a listing of a branch with a hundred thousand files takes. */
const MAX_OUTPUT = 256 * 1024 * 1024

/** Without what a hook sets, which would name another repository than the one that is asked. */
const environment = () => {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...rest } = process.env
  return rest
}

/** What git prints; undefined where it is not installed or has no answer. */
export async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  return execute('git', ['-C', folder, ...args], { maxBuffer: MAX_OUTPUT, env: environment() }).then(
    ({ stdout }) => stdout,
    () => undefined,
  )
}

/** The content of blobs, one after the other and each on lines of its own, as it is read. Errors with `transcript_unreadable` where git has none of it. */
export function blobStream(repository: string, blobs: readonly string[]): Readable {
  return Readable.from(contentOf(repository, blobs), { objectMode: false })
}

async function* contentOf(repository: string, blobs: readonly string[]): AsyncGenerator<Buffer> {
  for (const [index, blob] of blobs.entries()) {
    if (index > 0) yield Buffer.from('\n')
    const child = spawn('git', ['-C', repository, 'cat-file', 'blob', blob], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: environment(),
    })
    const ended = new Promise<number | null>((resolve) => {
      child.on('close', resolve)
      child.on('error', () => resolve(null))
    })
    try {
      yield* child.stdout
      if ((await ended) !== 0) throw new FieldworkError('transcript_unreadable', `git cannot read ${blob}`)
    } finally {
      child.kill()
    }
  }
}

/** The content of many small blobs, by their names; a blob that is not there is left out. */
export async function smallBlobs(
  repository: string,
  blobs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const child = spawn('git', ['-C', repository, 'cat-file', '--batch'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: environment(),
  })
  child.on('error', () => {}) // git is not installed: then nothing is printed
  child.stdin.on('error', () => {})
  child.stdin.end(blobs.map((blob) => `${blob}\n`).join(''))
  const parts: Buffer[] = []
  for await (const part of child.stdout) parts.push(part)
  return parseBatch(Buffer.concat(parts))
}

/** `<name> <type> <size>\n<content>\n`, or `<name> missing\n` (git-cat-file, BATCH OUTPUT). */
function parseBatch(output: Buffer): ReadonlyMap<string, string> {
  const contents = new Map<string, string>()
  for (let at = 0; at < output.length; ) {
    const newline = output.indexOf('\n', at)
    if (newline === -1) break
    const [blob = '', type, size] = output.toString('latin1', at, newline).split(' ')
    at = newline + 1
    if (type === 'missing' || size === undefined) continue
    contents.set(blob, output.toString('utf8', at, at + Number(size)))
    at += Number(size) + 1
  }
  return contents
}
