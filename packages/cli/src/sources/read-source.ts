import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { type FieldworkError, isFieldworkError } from '@fieldwork/errors'
import { type CanonicalSession, detectFormat, readPlanned, redactText } from '@fieldwork/sessions'
import { openTranscript } from './open-transcript.ts'
import type { SessionSource } from './session-source.ts'
import type { TranscriptFile } from './transcript-file.ts'

/** A session as its files tell it, not redacted; or why they tell none, with what can be said of them all the same. */
export type SourceRead =
  | { readonly session: CanonicalSession; readonly name: string }
  | { readonly error: FieldworkError; readonly name: string; readonly format: string }

/** Reads a session of its files. Whatever is wrong with them is told, not thrown. */
export async function readSource({ parts, externalId, elsewhere }: SessionSource): Promise<SourceRead> {
  const [file, ...others] = parts
  let name = nameOf(file, Buffer.alloc(0))
  let format = 'unknown'
  try {
    await using opened = await openTranscript(file)
    name = nameOf(file, opened.head)
    format = detectFormat(opened.head.toString('utf8')) ?? 'unknown'
    const chunks = [opened.bytes, ...others.map(bytesOf)]
    const { session } = await readPlanned(chunks, { name, externalId, elsewhere })
    return { session, name }
  } catch (error) {
    if (isFieldworkError(error)) return { error, name, format }
    throw error
  }
}

/** Opened when its turn comes: a session may have hundreds of sub-agents. */
async function* bytesOf(file: TranscriptFile): AsyncGenerator<Uint8Array> {
  await using opened = await openTranscript(file)
  yield* opened.bytes
}

/** Names a session whose transcript does not: by its file, or by the start of its content where it has none. */
export function nameOf(file: TranscriptFile, head: Buffer): string {
  if (file.kind === 'stdin') return `stdin-${createHash('sha256').update(head).digest('hex').slice(0, 12)}`
  // Only the last part of a path: folders above it tell more about the machine than the service needs.
  const last = file.kind === 'blobs' ? file.name : file.kind === 'stored' ? file.session : basename(file.path)
  const name = last.replace(/(\.(jsonl?|md))?(\.(gz|zst))?$/i, '')
  return redactText(name === '' ? last : name).slice(0, 200)
}
