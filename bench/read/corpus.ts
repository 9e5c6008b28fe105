import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { detectFormat } from '@fieldwork/sessions'
import { transcript } from '../sessions/transcript.ts'

const REAL = path.resolve(import.meta.dirname, '../../../shared/sessions')
const MADE_STEPS = 400

export type Corpus = {
  /** Whether the sessions are real ones; made ones where there are none. */
  readonly real: boolean
  /** A home of Claude Code: the transcripts lie in `projects`, as the tool itself leaves them. */
  readonly home: string
  readonly files: readonly string[]
  readonly bytes: number
}

/** Lays Claude Code transcripts out in `folder`: all real ones, or `limit` of them. */
export async function layOut(folder: string, limit: number): Promise<Corpus> {
  const project = path.join(folder, 'projects', 'corpus')
  await mkdir(project, { recursive: true })
  const real = existsSync(REAL)
  const files: string[] = []
  let bytes = 0
  for await (const [name, content] of real ? realOnes() : madeOnes()) {
    if (files.length === limit) break
    const file = path.join(project, name)
    await writeFile(file, content)
    files.push(file)
    bytes += content.length
  }
  return { real, home: folder, files, bytes }
}

async function* realOnes(): AsyncGenerator<[string, Buffer]> {
  const entries = await readdir(REAL, { recursive: true })
  for (const entry of entries.filter((name) => name.endsWith('.jsonl.gz')).sort()) {
    const content = gunzipSync(await readFile(path.join(REAL, entry)))
    if (detectFormat(content.toString('utf8', 0, 65_536)) !== 'claude-code-jsonl') continue
    yield [path.basename(entry, '.gz'), content]
  }
}

async function* madeOnes(): AsyncGenerator<[string, Buffer]> {
  for (let seed = 0; seed < 200; seed += 1) {
    const text = transcript({ name: 'read', seed, steps: MADE_STEPS, resultCharacters: 2_000 })
    yield [`read-${seed}.jsonl`, Buffer.from(text)]
  }
}
