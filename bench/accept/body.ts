import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { readTranscriptText } from '@fieldwork/sessions'
import { meter } from '../environment/progress.ts'
import { transcript } from '../sessions/transcript.ts'

export type BodyKind = 'canonical' | 'raw'

/** Steps of which the canonical session is about 20 KB. */
const STEPS = 17
/** A canonical session keeps the last 500 characters of a result; a raw one holds all of it. */
const RESULT_CHARACTERS: Readonly<Record<BodyKind, number>> = { canonical: 600, raw: 3_000 }
const PEOPLE = 200

/**
 * Writes lines of a batch, every one another session, until the file has `bytes`. Gives its size. Files of different
 * names hold different sessions.
 */
export async function writeBody(file: string, kind: BodyKind, bytes: number, name: string): Promise<number> {
  const progress = meter(`writing ${kind} sessions`, bytes)
  const out = createWriteStream(file)
  let written = 0
  for (let seed = 1; written < bytes; seed += 1) {
    const line = Buffer.from(`${lineOf(kind, seed, name)}\n`)
    written += line.length
    progress(written)
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return written
}

function lineOf(kind: BodyKind, seed: number, name: string): string {
  const text = transcript({ name, seed, steps: STEPS, resultCharacters: RESULT_CHARACTERS[kind] })
  const person = `person-${seed % PEOPLE}`
  if (kind === 'raw') return JSON.stringify({ transcript: text, source: 'claude-code-jsonl', person })
  return JSON.stringify({ session: readTranscriptText(text).session, person })
}
