import { createHash, randomUUID } from 'node:crypto'
import { constants, zstdCompressSync } from 'node:zlib'
import { createNoneAnnotator } from '@fieldwork/annotators'
import { measure, readTranscriptText, redact } from '@fieldwork/sessions'
import {
  acceptBatch,
  acceptLines,
  ensureProject,
  openBatch,
  openDatabase,
  type SessionLine,
} from '@fieldwork/store'
import { meter } from '../environment/progress.ts'
import { transcript } from '../sessions/transcript.ts'

/** As the API commits them. */
const LINES_PER_COMMIT = 500
/** Different contents; every session has one of them under an id of its own. */
const CONTENTS = 200
const PEOPLE = 500
/** Steps of which the canonical session is about 20 KB. */
const STEPS = 17

/** Puts sessions into the store as an upload leaves them: accepted, waiting in chunks. Gives the chunks. */
export async function fill(
  databaseUrl: string,
  project: string,
  sessions: number,
): Promise<readonly string[]> {
  const database = openDatabase(databaseUrl)
  const client = await database.pool.connect()
  try {
    const { id: projectId } = await ensureProject(database, project)
    const batch = await openBatch(client, projectId, null)
    const contents = Array.from({ length: CONTENTS }, (_, seed) => contentOf(seed))
    const progress = meter('accepting sessions', sessions)
    const chunks: string[] = []
    for (let from = 0; from < sessions; from += LINES_PER_COMMIT) {
      const lines = Array.from({ length: Math.min(LINES_PER_COMMIT, sessions - from) }, (_, index) =>
        lineOf(from + index, contents),
      )
      const accepted = await acceptLines(client, lines, {
        projectId,
        batchId: batch.id,
        bodyDigest: Buffer.alloc(32),
        sessionsPerJob: createNoneAnnotator().sessionsPerJob,
        transcriptsExpireAt: new Date(Date.now() + 86_400_000),
      })
      chunks.push(...accepted)
      progress(from + lines.length)
    }
    await acceptBatch(client, batch.id)
    return chunks
  } finally {
    client.release()
    await database.close()
  }
}

type Content = Pick<SessionLine, 'source' | 'contentHash' | 'canonical' | 'telemetry'>

function contentOf(seed: number): Content {
  const session = redact(
    readTranscriptText(transcript({ name: 'drain', seed, steps: STEPS, resultCharacters: 600 })).session,
  )
  const json = JSON.stringify(session)
  return {
    source: session.source,
    contentHash: createHash('sha256').update(json).digest(),
    canonical: zstdCompressSync(json, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
    telemetry: measure(session),
  }
}

function lineOf(index: number, contents: readonly Content[]): SessionLine {
  const content = contents[index % contents.length]
  if (content === undefined) throw new Error('there is no content')
  const person = createHash('sha256')
    .update(`person ${index % PEOPLE}`)
    .digest()
    .subarray(0, 16)
  return { ...content, line: index + 1, kind: 'session', externalId: randomUUID(), person, excluded: null }
}
