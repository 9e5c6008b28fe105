import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import { BatchLine } from '@fieldwork/contract'
import { FieldworkError, isFieldworkError } from '@fieldwork/errors'
import { type CanonicalSession, measure, pseudonym, readTranscript, redact } from '@fieldwork/sessions'
import type { ReadLine } from '@fieldwork/store'
import { Compile } from 'typebox/compile'
import type { BodyLine } from './split-lines.ts'

const compress = promisify(zstdCompress)
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const batchLine = Compile(BatchLine)

export type ReadLineOptions = {
  readonly pseudonymKey: Buffer
  readonly maxLineBytes: number
}

/**
 * Reads one line of a batch: parse, check, read the transcript, measure, redact, compress. Never throws for what the
 * line holds: a line that cannot be taken is a rejected one, with its reason.
 */
export async function readLine(number: number, line: BodyLine, options: ReadLineOptions): Promise<ReadLine> {
  try {
    if ('tooLong' in line) {
      throw new FieldworkError(
        'line_too_long',
        `${line.length} bytes; at most ${options.maxLineBytes} are taken`,
      )
    }
    const { session, person } = await sessionOf(parse(line.bytes))
    if (session.events.length === 0) throw new FieldworkError('session_empty', 'the session has no events')
    const redacted = redact(session)
    const json = JSON.stringify(redacted)
    assertStorable(json, redacted)
    const telemetry = measure(redacted)
    return {
      line: number,
      kind: 'session',
      source: redacted.source,
      externalId: redacted.externalId,
      person: pseudonym(options.pseudonymKey, person ?? ''),
      contentHash: createHash('sha256').update(json).digest(),
      canonical: await compress(json, COMPRESSION),
      telemetry,
      excluded: telemetry.headless ? 'headless' : null,
    }
  } catch (error) {
    return rejected(number, error)
  }
}

function rejected(line: number, error: unknown): ReadLine {
  if (!isFieldworkError(error)) throw error
  return { line, kind: 'rejected', code: error.code, detail: error.detail }
}

function parse(bytes: Buffer): BatchLine {
  if (!isUtf8(bytes)) throw new FieldworkError('line_not_utf8', 'the bytes are no UTF-8')
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    // The parser's message quotes the text, which is a person's.
    throw new FieldworkError('line_not_json', `${bytes.length} bytes that do not parse`)
  }
  if (!batchLine.Check(value)) throw new FieldworkError('line_invalid', describeMisfit(value))
  return value
}

/** Which member is wrong, judged by the kind of line it was meant to be; without quoting it. */
function describeMisfit(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'the line is no object'
  const kind = 'session' in value ? 'a session' : 'transcript' in value ? 'a transcript' : null
  if (kind === null) return 'the line has neither `session` nor `transcript`'
  const errors = batchLine.Errors(value)
  const deepest = [...errors].sort((a, b) => b.instancePath.length - a.instancePath.length)[0]
  return `read as ${kind}: ${deepest?.instancePath || '/'} ${deepest?.message ?? 'does not fit'}`
}

async function sessionOf(line: BatchLine): Promise<{ session: CanonicalSession; person: string | null }> {
  const person = line.person ?? null
  if ('session' in line) return { session: line.session, person }
  const { session } = await readTranscript(line.transcript, { format: line.source, name: line.name })
  return { session, person }
}

/** Postgres holds neither NUL nor an unpaired surrogate in text, and no reader of ours leaves one in. */
function assertStorable(json: string, session: CanonicalSession): void {
  // JSON.stringify writes both as escapes: without these substrings there is nothing to look for.
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return
  JSON.stringify(session, (key, value: unknown) => {
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
      throw new FieldworkError('line_unstorable', `${key} holds a NUL character or an unpaired surrogate`)
    }
    return value
  })
}
