import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { constants, zstdCompressSync } from 'node:zlib'
import { type BatchLine, SessionLine, TranscriptLine } from '@fieldwork/contract'
import { FieldworkError, isFieldworkError } from '@fieldwork/errors'
import {
  type CanonicalSession,
  isMeasured,
  measure,
  pseudonym,
  readTranscriptText,
  redact,
} from '@fieldwork/sessions'
import type { ReadLine } from '@fieldwork/store'
import { Compile } from 'typebox/compile'
import { misfitOf, type Shape } from './misfit.ts'
import type { BodyLine } from './split-lines.ts'

const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const sessionLine = Compile(SessionLine)
const transcriptLine = Compile(TranscriptLine)
const BYTE_ORDER_MARK = 0xfeff

export type ReadLineOptions = {
  readonly pseudonymKey: Buffer
  readonly maxLineBytes: number
}

/**
 * Reads one line of a batch: parse, check, read the transcript, measure, redact, compress. Never throws for what the
 * line holds: a line that cannot be taken is a rejected one, with its reason.
 */
export function readLine(number: number, line: BodyLine, options: ReadLineOptions): ReadLine {
  try {
    if ('tooLong' in line) {
      throw new FieldworkError(
        'line_too_long',
        `${line.length} bytes; at most ${options.maxLineBytes} are taken`,
      )
    }
    const { session, person } = sessionOf(parse(line.bytes))
    if (!session.events.some(isMeasured))
      throw new FieldworkError('session_empty', 'no prompt, answer or tool call')
    const redacted = redact(session)
    const json = JSON.stringify(redacted)
    assertStorable(json, redacted)
    const canonical = Buffer.from(json)
    const telemetry = measure(redacted)
    return {
      line: number,
      kind: 'session',
      source: redacted.source,
      externalId: redacted.externalId,
      person: pseudonym(options.pseudonymKey, person ?? ''),
      contentHash: createHash('sha256').update(canonical).digest(),
      canonical: zstdCompressSync(canonical, COMPRESSION),
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
  const value = parseJson(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FieldworkError('line_invalid', 'the line is no object')
  }
  // One of the two schemas, not their union, whose errors would tell of the kind that was not meant as well.
  if ('session' in value) return fitting('a session', sessionLine, value)
  if ('transcript' in value) return fitting('a transcript', transcriptLine, value)
  throw new FieldworkError('line_invalid', 'the line has neither `session` nor `transcript`')
}

function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text)
  } catch {
    // The parser's message quotes the text, which is a person's.
    throw new FieldworkError('line_not_json', `${bytes.length} bytes that do not parse`)
  }
}

/** The value, where it is of the shape. Throws `line_invalid`. */
function fitting<T>(kind: string, shape: Shape & { Check(value: unknown): value is T }, value: unknown): T {
  if (shape.Check(value)) return value
  throw new FieldworkError('line_invalid', `read as ${kind}: ${misfitOf(shape, value)}`)
}

function sessionOf(line: BatchLine): { session: CanonicalSession; person: string | null } {
  const person = line.person ?? null
  if ('session' in line) return { session: line.session, person }
  const { session } = readTranscriptText(line.transcript, { format: line.source, name: line.name })
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
