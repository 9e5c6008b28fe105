import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { isFieldworkError } from '@fieldwork/errors'
import { detectFormat, HEAD_CHARACTERS, readTranscript, redact, redactText } from '@fieldwork/sessions'
import { STDIN } from './find-transcripts.ts'
import type { PushLine } from './push-sessions.ts'
import { readText } from './read-text.ts'

/**
 * A transcript as it leaves this machine: read and redacted. One that cannot be read is sent as its name and format
 * alone, so that the service accounts for it and nothing of its content travels.
 */
export async function transcriptLine(path: string, person: string): Promise<PushLine> {
  let text = ''
  try {
    text = await readText(path)
    const { session } = await readTranscript(text, { name: nameOf(path, text) })
    return { line: { session: redact(session), person }, name: path }
  } catch (error) {
    if (!isFieldworkError(error)) throw error
    const source = detectFormat(text.slice(0, HEAD_CHARACTERS)) ?? 'unknown'
    const line = { transcript: '', source, name: nameOf(path, text), person }
    return { line, name: path, reason: error.detail }
  }
}

/** Names a session whose transcript does not: by its file, or by its content where it has none. */
function nameOf(path: string, text: string): string {
  if (path === STDIN) return `stdin-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
  // Only the last part: folders above it tell more about the machine than the service needs.
  const name = basename(path).replace(/(\.jsonl?)?(\.gz)?$/i, '')
  return redactText(name === '' ? basename(path) : name).slice(0, 200)
}
