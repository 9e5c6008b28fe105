import { type ErrorCode, isFieldworkError } from '@fieldwork/errors'
import {
  measure,
  type Rendering,
  redact,
  render,
  type Survey,
  surveyTranscript,
  type Telemetry,
} from '@fieldwork/sessions'
import { openTranscript } from './open-transcript.ts'
import { type OutgoingLine, outgoingLine } from './outgoing-line.ts'
import { nameOf, readSource } from './read-source.ts'
import { leavesOut, type Selection } from './selection.ts'
import type { SessionSource } from './session-source.ts'
import { isReadOnce } from './transcript-file.ts'

// What is done with a session. Every task takes and gives plain data, so that it can be done on another thread.

export type PrepareTask = {
  readonly source: SessionSource
  readonly person: string
  readonly selection: Selection
  /** Whether to tell what is in the session, for a person to look at. */
  readonly facts: boolean
}
type SourceTask = Pick<PrepareTask, 'source'>
type SelectTask = Pick<PrepareTask, 'source' | 'selection'>
export type Failed = { readonly error: { readonly code: ErrorCode; readonly detail: string } }

/** The session as it leaves this machine; null where the selection leaves it out. */
export async function prepare({
  source,
  person,
  selection,
  facts,
}: PrepareTask): Promise<OutgoingLine | null> {
  const read = await readSource(source)
  if (leavesOut(selection, 'session' in read ? read.session : null)) return null
  return outgoingLine(read, person, facts)
}

/** What is counted in a session; redaction changes no count. */
export async function measureSource({ source }: SourceTask): Promise<Telemetry | Failed> {
  const read = await readSource(source)
  return 'session' in read ? measure(read.session) : failed(read.error)
}

/** What the classifiers read of a session: as the service has it, which is redacted. */
export async function renderSource({ source }: SourceTask): Promise<Rendering | Failed> {
  const read = await readSource(source)
  return 'session' in read ? render(redact(read.session)) : failed(read.error)
}

/** How much the classifiers would read of a session, and whether they would at all; null where the selection leaves it out. */
export async function measureRendering({
  source,
  selection,
}: SelectTask): Promise<{ readonly characters: number; readonly headless: boolean } | Failed | null> {
  const read = await readSource(source)
  if (leavesOut(selection, 'session' in read ? read.session : null)) return null
  if ('error' in read) return failed(read.error)
  const { headless } = measure(read.session)
  return { characters: headless ? 0 : render(redact(read.session)).text.length, headless }
}

/** Under which id the service has a session, of which format, and what its transcripts are called. */
export async function identifySource({
  source,
}: SourceTask): Promise<
  { readonly id: string; readonly source: string; readonly names: readonly string[] } | Failed
> {
  const read = await readSource(source)
  if (!('session' in read)) return failed(read.error)
  const others = source.parts.slice(1).map((file) => nameOf(file, Buffer.alloc(0)))
  const { externalId, source: format } = redact(read.session)
  return { id: externalId, source: format, names: [read.name, ...others] }
}

/** What tells which session a source's transcript is of; null where it is of no format that is known, or cannot be read. */
export async function surveySource({ source: { parts } }: SourceTask): Promise<Survey | null> {
  const [file] = parts
  if (isReadOnce(file)) return null
  try {
    await using opened = await openTranscript(file)
    return await surveyTranscript(opened.bytes)
  } catch (error) {
    if (isFieldworkError(error)) return null // told when it is read
    throw error
  }
}

const failed = ({ code, detail }: Failed['error']): Failed => ({ error: { code, detail } })
