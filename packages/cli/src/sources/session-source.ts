import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { SessionPlan } from '@fieldwork/sessions'
import manifest from '../../package.json' with { type: 'json' }
import { inOrder } from './in-order.ts'
import { shownAs, stampOf, type TranscriptFile } from './transcript-file.ts'

/** The transcripts that tell one session, as `planSessions` has it. */
export type SessionSource = Pick<SessionPlan<TranscriptFile>, 'externalId' | 'elsewhere'> & {
  readonly parts: readonly [TranscriptFile, ...TranscriptFile[]]
  /** What it is called in what is reported. */
  readonly shown: string
}

/** A transcript taken for a session of its own. */
export const sourceOf = (file: TranscriptFile): SessionSource => ({
  parts: [file],
  externalId: null,
  elsewhere: new Set(),
  shown: shownAs(file),
})

/** A session's files as they are now, without reading them. */
export type SourceState = {
  readonly source: SessionSource
  /** Changes whenever a file does (its name, size or time); null where there is no telling. */
  readonly fingerprint: string | null
  readonly size: number
  /** When the last of its files changed; null where there is no telling. */
  readonly modifiedAt: number | null
}

/** `stateOf` of each, in order. */
export async function statesOf(sources: readonly SessionSource[]): Promise<readonly SourceState[]> {
  const states: SourceState[] = []
  for await (const state of inOrder(sources, stateOf, 64)) states.push(state)
  return states
}

/** Looks at a session's files. The fingerprint is another one for every version of this program: it may read otherwise. */
async function stateOf(source: SessionSource): Promise<SourceState> {
  const stamps = await Promise.all(source.parts.map(stampOf))
  const times = stamps.map((stamp) => stamp?.modifiedAt ?? null)
  const modifiedAt = times.some((time) => time === null) ? null : Math.max(...times.map(Number))
  const size = stamps.reduce((sum, stamp) => sum + (stamp?.size ?? 0), 0)
  if (stamps.some((stamp) => stamp === null)) return { source, fingerprint: null, size, modifiedAt }
  const hash = createHash('sha256').update(`${manifest.version}\n`)
  // What the other files are decides on what of these is sent, and under which id.
  hash.update(JSON.stringify([source.externalId, [...source.elsewhere]]))
  for (const [index, part] of source.parts.entries())
    hash.update(JSON.stringify([identityOf(part), stamps[index]]))
  return { source, fingerprint: hash.digest('hex').slice(0, 32), size, modifiedAt }
}

function identityOf(file: TranscriptFile): readonly string[] {
  if (file.kind === 'stdin') return [file.kind]
  if (file.kind === 'blobs') return [file.kind, ...file.blobs]
  return [file.kind, resolve(file.path), ...(file.kind === 'stored' ? [file.session] : [])]
}
