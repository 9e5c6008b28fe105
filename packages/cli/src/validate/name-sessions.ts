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
  const byName = new Map<string, Pick<ReferenceLabel, 'id' | 'source'>>()
  const tasks = sources.map((source) => ({ source }))
  for await (const identified of forEachSource(identifySource, tasks)) {
    if ('error' in identified) continue
    const { id, source, names } = identified
    for (const name of [id, ...names]) byName.set(name, { id, source })
  }
  return references.map((reference) => ({ ...reference, ...byName.get(reference.id) }))
}
