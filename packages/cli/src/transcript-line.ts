import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { isFieldworkError } from '@fieldwork/errors'
import { detectFormat, HEAD_CHARACTERS, readTranscript, redact, redactText } from '@fieldwork/sessions'
import { STDIN } from './find-transcripts.ts'
import type { PushLine } from './push-sessions.ts'
import { readText } from './read-text.ts'

/**
 * A transcript as it leaves this machine: read and redacted. One that cannot be read is sent as its name and format
 * alone, so that the service accounts for it and nothing of its content travels. `name` names the session where the
 * transcript does not, `shown` the line in what is reported.
 */
export async function transcriptLine(
  text: string,
  { name, shown, person }: { readonly name: string; readonly shown: string; readonly person: string },
): Promise<PushLine> {
  try {
    const { session } = await readTranscript(text, { name })
    return { line: { session: redact(session), person }, name: shown }
  } catch (error) {
    return unreadable(error, { transcript: '', source: sourceOf(text), name, person }, shown)
  }
}

/** `transcriptLine` of a file or of standard input, also of one that cannot be opened. */
export async function fileLine(path: string, person: string): Promise<PushLine> {
  try {
    const text = await readText(path)
    return await transcriptLine(text, { name: nameOf(path, text), shown: path, person })
  } catch (error) {
    return unreadable(error, { transcript: '', source: 'unknown', name: nameOf(path, ''), person }, path)
  }
}

const sourceOf = (text: string) => detectFormat(text.slice(0, HEAD_CHARACTERS)) ?? 'unknown'

function unreadable(error: unknown, line: PushLine['line'], shown: string): PushLine {
  if (!isFieldworkError(error)) throw error
  return { line, name: shown, reason: error.detail }
}

/** Names a session whose transcript does not: by its file, or by its content where it has none. */
function nameOf(path: string, text: string): string {
  if (path === STDIN) return `stdin-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
  // Only the last part: folders above it tell more about the machine than the service needs.
  const name = basename(path).replace(/(\.jsonl?)?(\.gz)?$/i, '')
  return redactText(name === '' ? basename(path) : name).slice(0, 200)
}
