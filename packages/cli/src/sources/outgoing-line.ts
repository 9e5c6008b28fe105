import { createHash } from 'node:crypto'
import type { BatchLine } from '@fieldwork/contract'
import type { ErrorCode } from '@fieldwork/errors'
import { redact } from '@fieldwork/sessions'
import { type LineFacts, lineFacts } from './line-facts.ts'
import type { SourceRead } from './read-source.ts'

/** A line of a batch, as JSON, and what is to be known of it without reading it again. */
export type OutgoingLine = {
  readonly json: string
  /** Names what the session says; null where it could not be read. */
  readonly contentHash: string | null
  /** Why the service will reject the line. */
  readonly failed: { readonly code: ErrorCode; readonly detail: string } | null
  /** Null where they were not asked for. */
  readonly facts: LineFacts | null
}

/**
 * The line that a session leaves this machine as: redacted. One that cannot be read is sent as its name and format alone,
 * so that the service accounts for it and nothing of its content travels.
 */
export function outgoingLine(read: SourceRead, person: string, facts: boolean): OutgoingLine {
  if ('error' in read) {
    const { code, detail } = read.error
    const line: BatchLine = { transcript: '', source: read.format, name: read.name, person }
    return { json: JSON.stringify(line), contentHash: null, failed: { code, detail }, facts: null }
  }
  const redacted = redact(read.session)
  const session = JSON.stringify(redacted)
  const json = `{"session":${session},"person":${JSON.stringify(person)}}`
  return {
    json,
    contentHash: createHash('sha256').update(session).digest('hex').slice(0, 32),
    failed: null,
    facts: facts ? lineFacts(read.session, redacted, Buffer.byteLength(json)) : null,
  }
}
