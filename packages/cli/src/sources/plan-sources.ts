import { planSessions, type Survey } from '@fieldwork/sessions'
import { type SessionSource, sourceOf } from './session-source.ts'
import { forEachSource } from './source-workers.ts'
import { surveySource } from './tasks.ts'
import { type Stamp, shownAs, stampOf, type TranscriptFile } from './transcript-file.ts'

/** A file of which nothing is sent, since another tells all of it; both by what they are called. */
export type Superseded = { readonly file: string; readonly by: string }
export type SourcePlan = {
  readonly sources: readonly SessionSource[]
  readonly superseded: readonly Superseded[]
}

/**
 * Gives a function that finds out which transcripts tell which sessions (see `planSessions`). It looks through each of
 * them, and remembers what it saw: asked again, only through those that have changed.
 */
export function createSourcePlanner(): (files: readonly TranscriptFile[]) => Promise<SourcePlan> {
  const known = new Map<string, { readonly stamp: string; readonly survey: Survey | null }>()

  return async (files) => {
    const stamps = await Promise.all(files.map(stampOf))
    const stale = files.filter((file, index) => known.get(keyOf(file))?.stamp !== stampText(stamps[index]))
    const surveys = forEachSource(
      surveySource,
      stale.map((file) => ({ source: sourceOf(file) })),
    )
    const stampOfFile = new Map(files.map((file, index) => [file, stampText(stamps[index])]))
    const remaining = stale.values()
    for await (const survey of surveys) {
      const file = remaining.next().value
      if (file !== undefined) known.set(keyOf(file), { stamp: stampOfFile.get(file) ?? '', survey })
    }
    return planOf(files, (file) => known.get(keyOf(file))?.survey ?? null)
  }
}

const keyOf = (file: TranscriptFile) =>
  JSON.stringify(file.kind === 'stored' ? [file.path, file.session] : file)
/** Standard input, and what is gone, is never as it was. */
const stampText = (stamp: Stamp | null | undefined) => (stamp == null ? '' : JSON.stringify(stamp))

/** In the order in which each session's first file was found. What is of no known format is a source of its own. */
function planOf(
  files: readonly TranscriptFile[],
  surveyOf: (file: TranscriptFile) => Survey | null,
): SourcePlan {
  const surveyed = files.flatMap((name) => {
    const survey = surveyOf(name)
    return survey === null ? [] : [{ name, survey }]
  })
  const { sessions, superseded } = planSessions(surveyed)
  const sources = new Map<TranscriptFile, SessionSource>()
  for (const { parts, externalId, elsewhere } of sessions) {
    const [first, ...others] = parts
    if (first !== undefined) {
      sources.set(first, { parts: [first, ...others], externalId, elsewhere, shown: shownAs(first) })
    }
  }
  for (const file of files) if (surveyOf(file) === null) sources.set(file, sourceOf(file))
  return {
    sources: files.flatMap((file) => sources.get(file) ?? []),
    superseded: superseded.map(({ name, by }) => ({ file: shownAs(name), by: shownAs(by) })),
  }
}
