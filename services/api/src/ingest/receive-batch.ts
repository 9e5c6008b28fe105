import {
  abortBatch,
  acceptBatch,
  acceptLines,
  closeBatch,
  currentRun,
  type Database,
  type OpenBatch,
  openBatch,
  type Project,
  type WaitingChunk,
} from '@fieldwork/store'
import type { PoolClient } from 'pg'
import { commitInOrder } from './commit-in-order.ts'
import { followBody } from './follow-body.ts'
import type { LineReaders } from './line-readers.ts'
import { splitLines } from './split-lines.ts'

export type Ingest = {
  readonly database: Database
  /** Tells the queue that chunks wait. What it loses, the sweep finds. */
  readonly announce: (chunks: readonly WaitingChunk[]) => void
  readonly readers: LineReaders
  readonly maxLineBytes: number
  readonly retentionMs: number
  readonly now: () => Date
}

/** Before a worker has named its annotator. */
const DEFAULT_SESSIONS_PER_JOB = 200

/**
 * The way of a batch: body → lines → read lines → rows, committed every few hundred lines while the next ones are read.
 * Returns the batch's id once all is committed. Where the same idempotency key has committed lines before, the body's
 * first lines are compared with them and not taken again. Throws a FieldworkError when the body breaks off; what was
 * read until then is kept.
 */
export async function receiveBatch(
  ingest: Ingest,
  project: Project,
  body: AsyncIterable<Buffer>,
  idempotencyKey: string | null,
): Promise<string> {
  const run = await currentRun(ingest.database, project.id)
  const client = await ingest.database.pool.connect()
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    const batch = await openBatch(client, project.id, idempotencyKey)
    try {
      await takeBody(ingest, client, project, batch, body, run?.sessionsPerJob ?? DEFAULT_SESSIONS_PER_JOB)
      await acceptBatch(client, batch.id)
    } catch (error) {
      if (broken === undefined && batch.state === 'receiving') await abortBatch(client, batch.id)
      throw error
    } finally {
      if (broken === undefined) await closeBatch(client, project.id, batch)
    }
    return batch.id
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

async function takeBody(
  ingest: Ingest,
  client: PoolClient,
  project: Project,
  batch: OpenBatch,
  body: AsyncIterable<Buffer>,
  sessionsPerJob: number,
): Promise<void> {
  const options = { pseudonymKey: project.pseudonymKey, maxLineBytes: ingest.maxLineBytes }
  const place = followBody(batch)
  let announced = 0
  const commits = commitInOrder({
    read: (lines) => ingest.readers.read(lines, options),
    async commit(lines, bodyDigest) {
      const chunks = await acceptLines(client, lines, {
        projectId: project.id,
        batchId: batch.id,
        bodyDigest,
        sessionsPerJob,
        transcriptsExpireAt: new Date(ingest.now().getTime() + ingest.retentionMs),
      })
      ingest.announce(chunks.map((id, index) => ({ id, rank: announced + index, again: false })))
      announced += chunks.length
    },
  })
  try {
    for await (const line of splitLines(body, ingest.maxLineBytes, place.bytes)) {
      const number = place.line(line)
      if (number !== null) await commits.add({ number, line }, place.digest)
    }
    place.end()
  } finally {
    // Also when the body broke off: the lines before the break are good ones.
    await commits.finish(place.digest)
  }
}
