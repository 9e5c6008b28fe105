import { isFieldworkError } from '@fieldwork/errors'
import { detectFormat, readTranscript } from '@fieldwork/sessions'
import type { PushLine } from './push-sessions.ts'
import { outgoingLine } from './sources/outgoing-line.ts'
import type { SourceRead } from './sources/read-source.ts'

/**
 * A transcript as it leaves this machine: read and redacted. One that cannot be read is sent as its name and format
 * alone, so that the service accounts for it and nothing of its content travels. `name` names the session where the
 * transcript does not, `shown` the line in what is reported.
 */
export async function transcriptLine(
  text: string,
  { name, shown, person }: { readonly name: string; readonly shown: string; readonly person: string },
): Promise<PushLine> {
  const { json, failed } = outgoingLine(await read(text, name), person, false)
  return { line: json, name: shown, reason: failed?.detail }
}

async function read(text: string, name: string): Promise<SourceRead> {
  try {
    return { session: (await readTranscript(text, { name })).session, name }
  } catch (error) {
    if (isFieldworkError(error)) return { error, name, format: detectFormat(text) ?? 'unknown' }
    throw error
  }
}
