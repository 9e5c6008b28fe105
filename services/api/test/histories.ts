import { randomUUID } from 'node:crypto'
import { describeAnnotator } from '@fieldwork/annotators/describe'
import { deriveFact } from '@fieldwork/codebook'
import { claimChunk, ensureCurrentRun, ensureProject, type Run, writeAnnotations } from '@fieldwork/store'
import { freshLine, ndjson } from './lines.ts'
import type { TestService } from './service.ts'

/** The project of the keys, and its current run, as a worker with the local annotator names it. */
export async function nameRun({ database }: TestService): Promise<Run> {
  const { id } = await ensureProject(database, 'one')
  return ensureCurrentRun(database, id, describeAnnotator('local'))
}

/** Posts so many new sessions; gives the chunks that were told to the queue. */
export async function postFresh(service: TestService, sessions: number): Promise<readonly string[]> {
  const before = service.announced.length
  await service.accept(ndjson(...Array.from({ length: sessions }, freshLine)))
  return service.announced.slice(before)
}

/** Claims chunks and annotates what is in them by a run, as a worker does. Gives how many sessions. */
export async function annotate(
  { database }: TestService,
  runId: number,
  chunks: readonly string[],
): Promise<number> {
  let finished = 0
  for (const chunk of chunks) {
    const claim = randomUUID()
    const claimed = await claimChunk(database, chunk, claim, 60)
    const annotated = claimed.map((revision) => ({
      ...revision,
      labels: [],
      provenance,
      fact: deriveFact(revision.telemetry, {}),
    }))
    finished += await writeAnnotations(database, runId, claim, annotated, [])
  }
  return finished
}

/** Forgets all that was posted and all runs but the current one. */
export async function clear({ database }: TestService, run: Run): Promise<void> {
  await database.pool.query(
    'delete from sessions; delete from model_calls; delete from spending; delete from dead_jobs',
  )
  await database.pool.query('update projects set current_run_id = $1, run_chosen = false where id = $2', [
    run.id,
    run.projectId,
  ])
  await database.pool.query('delete from runs where id <> $1', [run.id])
}

export const json = (method: string, body: unknown = {}) => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const provenance = {
  model: 'rules',
  settings: {},
  promptHash: 'none',
  transcriptCut: false,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd: 0,
}
