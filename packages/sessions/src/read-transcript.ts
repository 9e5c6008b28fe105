import { FieldworkError } from '@fieldwork/errors'
import { Compile } from 'typebox/compile'
import { beginningOf, type Chunks } from './beginning.ts'
import { CanonicalSession } from './canonical-session.ts'
import { detectFormat, HEAD_CHARACTERS, type TranscriptFormat, transcriptFormats } from './detect-format.ts'
import { foldDocument, foldDocumentChunks } from './document.ts'
import { parseJson } from './json.ts'
import { decode, linesOf, linesOfChunks } from './lines.ts'
import type { Folded, FoldOptions, Reader } from './reader.ts'
import { readerOf } from './readers.ts'

export type ReadTranscript = {
  readonly session: CanonicalSession
  /** What was not understood, counted by kind: lines, entry types, members, content blocks. */
  readonly unknown: Readonly<Record<string, number>>
}

export type ReadOptions = {
  /** A TranscriptFormat, or its name without the file type (`claude-code`). Recognised by content where absent. */
  readonly format?: string | undefined
  /** Names the session where the transcript does not; an extension is left off. */
  readonly name?: string | undefined
}

const canonical = Compile(CanonicalSession)

/**
 * Reads a transcript, whole or in chunks, and holds no more of it than its canonical session and one line. Throws
 * `source_unknown` where no format is recognised, `transcript_unreadable` where nothing is of the format, and `session_empty` where nothing is to be measured.
 */
export async function readTranscript(
  input: string | Chunks,
  options: ReadOptions = {},
): Promise<ReadTranscript> {
  return typeof input === 'string' ? readTranscriptText(input, options) : readParts([input], options)
}

/**
 * Reads the parts of a session in one: all of them where its format tells one session in several files, and else the first,
 * whose beginning says what the format is. Throws as readTranscript does.
 */
export async function readParts(
  [first, ...others]: readonly Chunks[],
  options: ReadOptions,
  foldOptions: FoldOptions = {},
): Promise<ReadTranscript> {
  if (first === undefined) throw new FieldworkError('transcript_unreadable', 'the transcript is empty')
  const { head, text } = await beginningOf(first)
  const reader = readerFor(head, options.format)
  if (reader === 'canonical') {
    const whole: string[] = []
    for await (const chunk of text) whole.push(chunk)
    return readCanonical(whole.join(''))
  }
  const name = nameOf(options)
  if (reader.kind === 'document') {
    const fold = reader.createFold()
    await foldDocumentChunks(text, reader.elements, fold)
    return finish(fold.finish(name))
  }
  const fold = reader.createFold(foldOptions)
  for await (const line of linesOfChunks(text)) fold.line(line)
  for (const part of reader.spansFiles === true ? others : []) {
    for await (const line of linesOfChunks(decode(part))) fold.line(line)
  }
  return finish(fold.finish(name))
}

/** `readTranscript` for a whole text, without waiting: the same values, the same errors. */
export function readTranscriptText(text: string, options: ReadOptions = {}): ReadTranscript {
  const reader = readerFor(text.slice(0, HEAD_CHARACTERS), options.format)
  if (reader === 'canonical') return readCanonical(text)
  const name = nameOf(options)
  if (reader.kind === 'document') {
    const fold = reader.createFold()
    foldDocument(text, reader.elements, fold)
    return finish(fold.finish(name))
  }
  const fold = reader.createFold()
  for (const line of linesOf(text)) fold.line(line)
  return finish(fold.finish(name))
}

/** The reader of the format named, or else recognised. */
const readerFor = (head: string, named: string | undefined): Reader | 'canonical' =>
  readerOf(named === undefined ? recognise(head) : formatNamed(named))

function recognise(head: string): TranscriptFormat {
  const format = detectFormat(head)
  if (format !== null) return format
  if (head.trim() === '') throw new FieldworkError('transcript_unreadable', 'the transcript is empty')
  throw new FieldworkError('source_unknown', 'the content is of no format that is known')
}

function formatNamed(named: string): TranscriptFormat {
  const format = transcriptFormats.find(
    (known) => known === named || known.replace(/-(jsonl?|markdown)$/, '') === named,
  )
  if (format !== undefined) return format
  throw new FieldworkError('source_unknown', `no source has the name given, of ${named.length} characters`)
}

const nameOf = ({ name }: ReadOptions) => name?.replace(/(\.(jsonl?|ndjson|log|txt|md))?(\.(gz|zst))?$/i, '')

function finish({ session, unknown, entries }: Folded): ReadTranscript {
  if (entries === 0)
    throw new FieldworkError('transcript_unreadable', 'nothing in the transcript is an entry of its format')
  if (!session.events.some(isMeasured)) {
    throw new FieldworkError('session_empty', `no prompt, answer or tool call in ${entries} entries`)
  }
  return { session, unknown }
}

/** Whether an event is one that a session is measured by; a session without any is `session_empty`. */
export const isMeasured = ({ type }: CanonicalSession['events'][number]): boolean =>
  type === 'prompt' || type === 'steer' || type === 'agentText' || type === 'action' || type === 'modelCall'

function readCanonical(text: string): ReadTranscript {
  const value = parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  if (!canonical.Check(value)) {
    throw new FieldworkError('transcript_unreadable', 'the document is no canonical session')
  }
  if (!value.events.some(isMeasured))
    throw new FieldworkError('session_empty', 'no prompt, answer or tool call')
  return { session: value, unknown: {} }
}
