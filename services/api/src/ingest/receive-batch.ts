import { createHash } from 'node:crypto'
import { FieldworkError } from '@fieldwork/errors'
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
  type ReadLine,
} from '@fieldwork/store'
import type { PoolClient } from 'pg'
import { readLine } from './read-line.ts'
import { splitLines } from './split-lines.ts'

export type Ingest = {
  readonly database: Database
  /** Tells the queue that chunks wait. What it loses, the sweep finds. */
  readonly announce: (chunkIds: readonly string[]) => void
  readonly maxLineBytes: number
  readonly retentionMs: number
  readonly now: () => Date
}

/** Lines committed together: few round trips, little memory, and a short time under lock. */
const LINES_PER_COMMIT = 500
const BYTES_PER_COMMIT = 16 * 1024 * 1024
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
      if (broken === undefined) await closeBatch(client, project.id, idempotencyKey)
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
  const digest = createHash('sha256')
  const options = { pseudonymKey: project.pseudonymKey, maxLineBytes: ingest.maxLineBytes }
  let number = 0
  let bytes = 0
  let reading: Promise<ReadLine>[] = []
  let committing: Promise<void> = Promise.resolve()

  const commit = async (lines: readonly ReadLine[], bodyDigest: Buffer) => {
    const chunks = await acceptLines(client, lines, {
      projectId: project.id,
      batchId: batch.id,
      bodyDigest,
      sessionsPerJob,
      transcriptsExpireAt: new Date(ingest.now().getTime() + ingest.retentionMs),
    })
    ingest.announce(chunks)
  }
  const flush = async () => {
    const read = Promise.all(reading)
    const bodyDigest = digest.copy().digest()
    reading = []
    bytes = 0
    const lines = await read
    await committing // one commit at a time, in the order of the lines; the next lines are read meanwhile
    committing = commit(lines, bodyDigest)
    committing.catch(() => {}) // thrown where it is awaited
  }

  const takeLines = async () => {
    for await (const line of splitLines(body, ingest.maxLineBytes, (part) => digest.update(part))) {
      if ('bytes' in line && line.bytes.length === 0) continue
      number += 1
      digest.update('\n')
      if (number <= batch.posted) {
        if (number === batch.posted) assertSameBody(batch, digest.copy().digest())
        continue
      }
      if (batch.state === 'accepted') throw otherBody(batch)
      reading.push(readLine(number, line, options))
      bytes += 'bytes' in line ? line.bytes.length : 0
      if (reading.length >= LINES_PER_COMMIT || bytes >= BYTES_PER_COMMIT) await flush()
    }
    if (number < batch.posted) throw otherBody(batch)
  }

  try {
    await takeLines()
  } finally {
    // Also when the body broke off: the lines before the break are good ones.
    if (reading.length > 0) await flush()
    await committing
  }
}

function assertSameBody(batch: OpenBatch, digest: Buffer): void {
  if (batch.bodyDigest === null || !batch.bodyDigest.equals(digest)) throw otherBody(batch)
}

const otherBody = (batch: OpenBatch) =>
  new FieldworkError('idempotency_key_reused', `batch ${batch.id} was posted with this key and another body`)
