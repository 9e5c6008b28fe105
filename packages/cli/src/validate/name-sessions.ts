import type { ReferenceLabel } from '@fieldwork/contract'
import { findTranscripts } from '../find-transcripts.ts'
import { createSourcePlanner } from '../sources/plan-sources.ts'
import { forEachSource } from '../sources/source-workers.ts'
import { identifySource } from '../sources/tasks.ts'

/**
 * The labels with the id and the source under which the service has their sessions, as `push` finds them in the
 * transcripts: a label may name its session by the transcript's file. What no transcript is called stays as it is.
 */
export async function nameSessions(
  references: readonly ReferenceLabel[],
  paths: readonly string[],
): Promise<readonly ReferenceLabel[]> {
  const { sources } = await createSourcePlanner()(await findTranscripts(paths))
  const byId = new Map<string, SessionName>()
  const byFile = new Map<string, SessionName>()
  const tasks = sources.map((source) => ({ source }))
  for await (const identified of forEachSource(identifySource, tasks)) {
    if ('error' in identified) continue
    const { id, source, names } = identified
    byId.set(id, { id, source })
    for (const name of names) byFile.set(name, { id, source })
  }
  return references.map((label) => ({ ...label, ...(byId.get(label.id) ?? byFile.get(label.id)) }))
}

type SessionName = Pick<ReferenceLabel, 'id' | 'source'>
