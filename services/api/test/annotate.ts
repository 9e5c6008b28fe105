import { randomUUID } from 'node:crypto'
import { deriveFact, type LabelValues } from '@fieldwork/codebook'
import { claimChunk, type ensureCurrentRun, ensureProject, writeAnnotations } from '@fieldwork/store'
import { ndjson, prompt, session } from './lines.ts'
import type { TestService } from './service.ts'

type Run = Awaited<ReturnType<typeof ensureCurrentRun>>

export const runDefinition = (annotatorVersion: string) => ({
  codebookVersion: '1',
  annotator: 'local',
  annotatorVersion,
  sessionsPerJob: 1_000,
  agreement: null,
  settings: {},
})

/** Posts sessions of `people` people and claims them, as a worker does; returns what was claimed under `claim`. */
async function claimPosted(
  service: TestService,
  { ids, people, text, claim }: { ids: readonly string[]; people: number; text: string; claim: string },
) {
  const before = service.announced.length
  const line = (id: string, index: number) =>
    JSON.stringify({ session: session(id, { events: [prompt(text)] }), person: `person ${index % people}` })
  await service.accept(ndjson(...ids.map(line)))
  const chunks = service.announced.slice(before)
  return (await Promise.all(chunks.map((chunk) => claimChunk(service.database, chunk, claim, 60)))).flat()
}

/** What an answer holds per session, by its place among the ids; null stands for no usable answer. */
export type Answers = (index: number) => { readonly [classifier: string]: unknown } & LabelValues

/** Posts sessions and has each of the runs annotate them, one after the other, as `answers` says. */
export async function annotate(
  service: TestService,
  runs: readonly (readonly [Run, Answers])[],
  ids: readonly string[],
  people = 5,
  text = 'Write a parser.',
): Promise<void> {
  const claim = randomUUID()
  const claimed = await claimPosted(service, { ids, people, text, claim })
  const order = await externalIds(
    service,
    claimed.map(({ sessionId }) => sessionId),
  )
  for (const [run, answers] of runs) {
    await service.database.pool.query(
      `update session_revisions set state = 'annotating', reason = null, claim = $1, chunk_id = 0,
         claim_expires_at = now() + interval '1 minute' where id = any($2)`,
      [claim, claimed.map(({ id }) => id)],
    )
    const annotated = claimed.map((revision) => {
      const values = answers(ids.indexOf(order.get(revision.sessionId) ?? ''))
      return {
        ...revision,
        labels: Object.entries(values).map(([classifier, value]) => ({
          classifier,
          classifierVersion: '1',
          value,
          confidence: null,
        })),
        provenance,
        fact: deriveFact(revision.telemetry, values),
      }
    })
    await writeAnnotations(service.database, run.id, claim, annotated, [])
  }
}

async function externalIds(service: TestService, sessions: readonly number[]) {
  const found = await service.database.pool.query<{ id: number; externalId: string }>(
    `select id, external_id as "externalId" from sessions where id = any($1)`,
    [sessions],
  )
  return new Map(found.rows.map(({ id, externalId }) => [id, externalId]))
}

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

/** The project of the keys. */
export const projectId = async ({ database }: TestService) => (await ensureProject(database, 'one')).id
