import type { ErrorCode } from '@fieldwork/errors'
import { chooseSources } from '../push/choose-sources.ts'
import { gatherInstalled, gatherNamed, isUnnamed, type Named, transcriptsOf } from '../push/gather.ts'
import { createSourcePlanner, type Superseded } from '../sources/plan-sources.ts'
import type { Selection } from '../sources/selection.ts'
import { type SessionSource, statesOf } from '../sources/session-source.ts'
import { forEachSource } from '../sources/source-workers.ts'
import { measureRendering } from '../sources/tasks.ts'

/** A session that would be annotated, and how many characters of it would be read. */
export type SessionLength = { readonly source: SessionSource; readonly characters: number }

export type TranscriptLengths = {
  readonly sessions: readonly SessionLength[]
  /** Sessions of no person, which are not annotated. */
  readonly headless: number
  readonly unreadable: readonly { readonly file: string; readonly code: ErrorCode; readonly detail: string }[]
  readonly leftOut: number
  readonly superseded: readonly Superseded[]
}

/** Finds sessions as a push would and measures what the classifiers would read of each. Nothing leaves this machine. */
export async function transcriptLengths(named: Named, selection: Selection): Promise<TranscriptLengths> {
  const files = isUnnamed(named) ? transcriptsOf(await gatherInstalled()) : await gatherNamed(named)
  const { sources, superseded } = await createSourcePlanner()(files)
  const chosen = chooseSources(await statesOf(sources), selection, null)
  let { leftOut } = chosen
  let headless = 0
  const sessions: SessionLength[] = []
  const unreadable: TranscriptLengths['unreadable'][number][] = []
  const states = chosen.states.values()
  const tasks = chosen.states.map(({ source }) => ({ source, selection }))
  for await (const measured of forEachSource(measureRendering, tasks)) {
    const source = states.next().value?.source
    if (source === undefined) break
    if (measured === null) leftOut += 1
    else if ('error' in measured) unreadable.push({ file: source.shown, ...measured.error })
    else if (measured.headless) headless += 1
    else sessions.push({ source, characters: measured.characters })
  }
  return { sessions, headless, unreadable, leftOut, superseded }
}
