import { randomUUID } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import type { AnnotationContext, Annotator, SessionToAnnotate } from '@fieldwork/annotators'
import { FieldworkError, isFieldworkError } from '@fieldwork/errors'
import { usesNoAttempt } from '@fieldwork/queue'
import type { CanonicalSession } from '@fieldwork/sessions'
import {
  type ClaimedRevision,
  claimChunk,
  type Database,
  extendClaim,
  parkClaim,
  type Run,
  readTranscripts,
  releaseClaim,
  splitChunk,
  stopRun,
  writeAnnotations,
} from '@fieldwork/store'
import { sortAnnotations } from './sort-annotations.ts'

export type ChunkWork = {
  readonly database: Database
  /** The run that annotates a revision: the one that has it again, or the project's current one. */
  readonly runOf: (revision: ClaimedRevision) => Promise<Run>
  /** Throws `annotator_missing` where this worker cannot annotate the run. */
  readonly annotatorOf: (run: Run) => Annotator
  /** What the run's annotator works with. */
  readonly contextOf: (run: Run, signal: AbortSignal) => AnnotationContext
  readonly claimSeconds: number
  /** Tells the queue that chunks wait, or that facts changed. What it loses, the sweep finds. */
  readonly announceChunks: (chunkIds: readonly string[]) => void
  readonly announceFacts: (projectId: number, runId: number) => void
  /** Told when a run is stopped, by an error that concerns all of it. */
  readonly onStopped: (run: Run, error: FieldworkError, parked: number) => void
}

/**
 * The way of a chunk: claim → its run → load → annotate → labels, facts and states in one transaction. Does nothing where
 * nothing is left to claim. A chunk cut for an annotator that takes more at once is split into chunks of one. On failure the
 * claim is given back and the error thrown, for the queue's policy to decide; a chunk of several sessions is first
 * split too, so that one bad session costs only itself. An error that concerns the whole run stops it: the chunk is parked
 * with what else waits of the run. Returns the number of sessions finished.
 */
export async function annotateChunk(work: ChunkWork, chunkId: string, signal: AbortSignal): Promise<number> {
  const { database } = work
  const claim = randomUUID()
  const claimed = await claimChunk(database, chunkId, claim, work.claimSeconds)
  const [first] = claimed
  if (first === undefined) return 0
  const renewal = setInterval(
    () => void extendClaim(database, claim, chunkId, work.claimSeconds).catch(() => {}), // expires at worst
    (work.claimSeconds * 1_000) / 3,
  )
  const split = async () => {
    work.announceChunks(await splitChunk(database, claim, chunkId))
    return 0
  }
  let run: Run | undefined
  try {
    run = await work.runOf(first)
    if (run.stopped !== null) throw new FieldworkError('run_stopped', run.stopped)
    const annotator = work.annotatorOf(run)
    if (claimed.length > annotator.sessionsPerJob) return await split()
    const sessions = await load(database, claimed, annotator)
    const annotations = await annotator.annotate(sessions, work.contextOf(run, signal))
    const { annotated, unscorable } = sortAnnotations(claimed, annotations)
    const finished = await writeAnnotations(database, run.id, claim, annotated, unscorable)
    if (annotated.length > 0) work.announceFacts(first.projectId, run.id)
    return finished
  } catch (error) {
    if (run !== undefined && isFieldworkError(error) && error.fate === 'parks') {
      await park(work, run, error, { claim, chunkId })
      return 0
    }
    if (claimed.length > 1 && !isTransient(error)) return await split()
    await releaseClaim(database, claim, chunkId, { uncounted: usesNoAttempt(error) || signal.aborted })
    throw error
  } finally {
    clearInterval(renewal)
  }
}

/** Stops the run, where it is not yet, and parks the chunk with the run's reason. */
async function park(
  { database, onStopped }: ChunkWork,
  run: Run,
  error: FieldworkError,
  { claim, chunkId }: { claim: string; chunkId: string },
): Promise<void> {
  const reason = run.stopped ?? error.message
  const parked = run.stopped === null ? await stopRun(database, run.id, reason) : 0
  await parkClaim(database, claim, chunkId, reason)
  if (run.stopped === null) onStopped(run, error, parked)
}

const isTransient = (error: unknown) => isFieldworkError(error) && error.fate === 'transient'

/** A session is decompressed and parsed only if the annotator looks at it. It was checked when it was accepted. */
async function load(
  database: Database,
  claimed: readonly ClaimedRevision[],
  { readsSessions }: Annotator,
): Promise<readonly SessionToAnnotate[]> {
  const ids = readsSessions === false ? [] : claimed.map(({ id }) => id)
  const transcripts = await readTranscripts(database, ids)
  return claimed.map(({ id, telemetry }) => {
    let session: CanonicalSession | undefined
    return {
      revisionId: id,
      telemetry,
      get session() {
        session ??= parse(transcripts.get(id))
        return session
      },
    }
  })
}

function parse(canonical: Buffer | undefined): CanonicalSession {
  if (canonical === undefined) {
    throw new FieldworkError('transcript_expired', 'its retention ended while it was being annotated')
  }
  return JSON.parse(zstdDecompressSync(canonical).toString('utf8'))
}
