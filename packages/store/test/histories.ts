import { claimChunk, ensureRun, type Run, type RunScope, reannotate, writeAnnotations } from '../src/index.ts'
import { answer, newClaim } from './answers.ts'
import { post, type Said, sessionLine, telemetry } from './lines.ts'
import { definition, rows, type Store } from './store.ts'

/** A session of a month, which is then annotated, unless it is to be left as it came. */
export type Past = Said & { readonly month?: string | null; readonly left?: boolean }

/** Posts sessions and has the project's current run annotate them. */
export async function makeHistory(store: Store, past: readonly Past[]): Promise<void> {
  for (const { month = '2026-04', left = false, ...said } of past) {
    const line = { ...sessionLine(1, said), telemetry: { ...telemetry, month } }
    const { chunks } = await post(store, [line])
    if (!left) for (const chunk of chunks) await annotateBy(store, store.run, chunk)
  }
}

/** Claims a chunk and annotates all of it by a run, as a worker does. */
export async function annotateBy({ database }: Store, run: Run, chunk: string): Promise<number> {
  const claim = newClaim()
  const claimed = await claimChunk(database, chunk, claim, 60)
  return writeAnnotations(
    database,
    run.id,
    claim,
    claimed.map((revision) => answer(revision)),
    [],
  )
}

/** Another run of the project than its current one. */
export const otherRun = (store: Store, version = '2'): Promise<Run> =>
  ensureRun(store.database, store.project.id, definition(version))

/** As `reannotate`; gives the ids of the chunks and the sum of their sessions. */
export async function take({ database }: Store, run: Run, scope: RunScope = {}) {
  const chunks = await reannotate(database, run, scope)
  return {
    chunks: chunks.map(({ id }) => id),
    sessions: chunks.reduce((sum, { sessions }) => sum + sessions, 0),
  }
}

/** `externalId/revision` of what a run has over history → its state and reason. */
export async function historyOf({ database }: Store, run: Run): Promise<Record<string, string>> {
  const found = await rows<{ name: string; state: string }>(
    database,
    `select external_id || '/' || what.revision as name, concat_ws(' ', again.state, again.reason) as state
     from reannotations again join session_revisions what on what.id = revision_id
       join sessions on sessions.id = session_id where run_id = $1 order by 1`,
    [run.id],
  )
  return Object.fromEntries(found.map(({ name, state }) => [name, state]))
}
