import { createHash } from 'node:crypto'
import type { Telemetry } from '@fieldwork/sessions'
import {
  acceptBatch,
  acceptLines,
  closeBatch,
  openBatch,
  type ReadLine,
  type SessionLine,
} from '../src/index.ts'
import type { Store } from './store.ts'

/** The counts of a session of one turn, of which nothing else is known. */
export const telemetry: Telemetry = {
  turns: 1,
  actions: 0,
  actionsFailed: null,
  actionsUnanswered: null,
  sidechainActions: null,
  agentTextWords: null,
  agentWords: null,
  linesAdded: null,
  linesRemoved: null,
  filesTouched: null,
  interruptions: null,
  steers: null,
  modelCalls: null,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheCreationTokens: null,
  startedAt: null,
  endedAt: null,
  month: null,
  mainModel: null,
  agent: null,
  entrypoint: null,
  headless: false,
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** What a line says of session `externalId`; other content is another revision. */
export type Said = { externalId: string; content?: string; excluded?: string | null }

export function sessionLine(
  line: number,
  { externalId, content = 'first', excluded = null }: Said,
): SessionLine {
  return {
    line,
    kind: 'session',
    source: 'claude-code',
    externalId,
    person: sha256(externalId).subarray(0, 16),
    contentHash: sha256(content),
    canonical: Buffer.from(content),
    telemetry,
    excluded,
  }
}

export const rejectedLine = (line: number): ReadLine => ({
  line,
  kind: 'rejected',
  code: 'line_not_json',
  detail: '12 bytes that do not parse',
})

const DAY_MS = 86_400_000

/** Posts a batch of these lines, in one commit, as the API does. */
export async function post(
  { database, project }: Pick<Store, 'database' | 'project'>,
  lines: readonly ReadLine[],
  key: string | null = null,
): Promise<{ batchId: string; chunks: readonly string[] }> {
  const client = await database.pool.connect()
  try {
    const batch = await openBatch(client, project.id, key)
    const { id } = batch
    const chunks = await acceptLines(client, lines, {
      projectId: project.id,
      batchId: id,
      bodyDigest: sha256('body'),
      sessionsPerJob: 3,
      transcriptsExpireAt: new Date(Date.now() + DAY_MS),
    })
    await acceptBatch(client, id)
    await closeBatch(client, project.id, batch)
    return { batchId: id, chunks }
  } finally {
    client.release()
  }
}

/** As `post`, a line for each of what is said. */
export const postSessions = (store: Store, said: readonly Said[]) =>
  post(
    store,
    said.map((each, index) => sessionLine(index + 1, each)),
  )
