import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

const Entry = Compile(Type.Object({ file: Type.Union([Type.String(), Type.Null()]), content: Type.String() }))

/** What one service has taken from one person with one key. */
export type SentMemory = {
  /** Whether the files with this fingerprint were sent as they are now. */
  knowsFile(fingerprint: string | null): boolean
  /** Whether a session that says the same was sent, of whatever file. */
  knowsContent(contentHash: string): boolean
  remember(fingerprint: string | null, contentHash: string): void
  /** Writes down what was remembered since. */
  save(): Promise<void>
}

/** The file of one service, key and person. Its name tells none of them, and its content no path: it holds hashes. */
export function sentMemoryFile(
  environment: NodeJS.ProcessEnv,
  of: { readonly url: string; readonly key: string; readonly person: string },
): string {
  const state = environment.XDG_STATE_HOME || join(environment.HOME || homedir(), '.local', 'state')
  const name = createHash('sha256').update(JSON.stringify([new URL(of.url).href, of.key, of.person]))
  return join(state, 'fieldwork', 'sent', `${name.digest('hex').slice(0, 32)}.jsonl`)
}

/**
 * Reads what was remembered. Entries are only ever appended, each block of them in one write that begins with a line's
 * end: what a killed process left half-written spoils no other entry, and several may write at once. An entry that is lost
 * costs a duplicate at the service. So does a file that cannot be written, which fails no push: `onFailure` is told.
 */
export async function openSentMemory(file: string, onFailure: (error: Error) => void): Promise<SentMemory> {
  const files = new Set<string>()
  const contents = new Set<string>()
  const learn = (fingerprint: string | null, contentHash: string) => {
    if (fingerprint !== null) files.add(fingerprint)
    contents.add(contentHash)
  }
  for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
    const entry = parse(line)
    if (Entry.Check(entry)) learn(entry.file, entry.content)
  }
  let unsaved = ''
  return {
    knowsFile: (fingerprint) => fingerprint !== null && files.has(fingerprint),
    knowsContent: (contentHash) => contents.has(contentHash),
    remember(fingerprint, contentHash) {
      learn(fingerprint, contentHash)
      unsaved += `\n${JSON.stringify({ file: fingerprint, content: contentHash })}`
    },
    async save() {
      if (unsaved === '') return
      const block = `${unsaved}\n`
      unsaved = ''
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 })
        await appendFile(file, block, { mode: 0o600 })
      } catch (error) {
        onFailure(error instanceof Error ? error : new Error(String(error)))
      }
    },
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
