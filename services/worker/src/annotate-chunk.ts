import { randomUUID } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import {
  type Annotation,
  type Annotator,
  type SessionToAnnotate,
  unlimitedContext,
} from '@fieldwork/annotators'
import { deriveFact, type LabelValues } from '@fieldwork/codebook'
import { isFieldworkError } from '@fieldwork/errors'
import type { CanonicalSession } from '@fieldwork/sessions'
import {
  type AnnotatedRevision,
  type ClaimedRevision,
  claimChunk,
  type Database,
  extendClaim,
  releaseClaim,
  splitChunk,
  type UnscorableRevision,
  writeAnnotations,
} from '@fieldwork/store'

export type ChunkWork = {
  readonly database: Database
  readonly annotator: Annotator
  /** The run that the annotator's labels of a project belong to. */
  readonly runOf: (projectId: number) => Promise<number>
  readonly claimSeconds: number
  /** Tells the queue that chunks wait, or that facts changed. What it loses, the sweep finds. */
  readonly announceChunks: (chunkIds: readonly string[]) => void
  readonly announceFacts: (projectId: number, runId: number) => void
}

/**
 * The way of a chunk: claim → load → annotate → labels, facts and states in one transaction. Does nothing where nothing
 * is left to claim. A chunk cut for an annotator that takes more at once is split into chunks of one. On failure the
 * claim is given back and the error thrown, for the queue's policy to decide; a chunk of several sessions is first
 * split too, so that one bad session costs only itself. Returns the number of sessions finished.
 */
export async function annotateChunk(work: ChunkWork, chunkId: string, signal: AbortSignal): Promise<number> {
  const claim = randomUUID()
  const reads = work.annotator.readsSessions ?? true
  const claimed = await claimChunk(work.database, chunkId, claim, work.claimSeconds, reads)
  const [first] = claimed
  if (first === undefined) return 0
  const renewal = setInterval(
    () => void extendClaim(work.database, claim, chunkId, work.claimSeconds).catch(() => {}), // expires at worst
    (work.claimSeconds * 1_000) / 3,
  )
  const split = async () => {
    work.announceChunks(await splitChunk(work.database, claim, chunkId))
    return 0
  }
  try {
    if (claimed.length > work.annotator.sessionsPerJob) return await split()
    const runId = await work.runOf(first.projectId)
    const annotations = await work.annotator.annotate(claimed.map(load), {
      ...unlimitedContext(signal),
      projectId: first.projectId,
      runId,
    })
    const { annotated, unscorable } = sort(claimed, annotations)
    const finished = await writeAnnotations(work.database, runId, claim, annotated, unscorable)
    if (annotated.length > 0) work.announceFacts(first.projectId, runId)
    return finished
  } catch (error) {
    if (claimed.length > 1 && !isTransient(error)) return await split()
    await releaseClaim(work.database, claim, chunkId)
    throw error
  } finally {
    clearInterval(renewal)
  }
}

const isTransient = (error: unknown) => isFieldworkError(error) && error.fate === 'transient'

/** The session is decompressed and parsed only if the annotator looks at it. It was checked when it was accepted. */
function load(revision: ClaimedRevision): SessionToAnnotate {
  let session: CanonicalSession | undefined
  return {
    revisionId: revision.id,
    telemetry: revision.telemetry,
    get session() {
      session ??= parse(revision)
      return session
    },
  }
}

function parse({ id, canonical }: ClaimedRevision): CanonicalSession {
  if (canonical === null) throw new Error(`the transcript of revision ${id} was not loaded`)
  return JSON.parse(zstdDecompressSync(canonical).toString('utf8'))
}

function sort(
  claimed: readonly ClaimedRevision[],
  annotations: readonly Annotation[],
): { annotated: AnnotatedRevision[]; unscorable: UnscorableRevision[] } {
  const annotated: AnnotatedRevision[] = []
  const unscorable: UnscorableRevision[] = []
  claimed.forEach((revision, index) => {
    const annotation = annotations[index]
    if (annotation?.revisionId !== revision.id) throw new Error(`no annotation for revision ${revision.id}`)
    if (annotation.outcome === 'unscorable') {
      unscorable.push({ id: revision.id, reason: annotation.reason })
      return
    }
    const values: LabelValues = Object.fromEntries(
      annotation.labels.map(({ classifier, value }) => [classifier, value]),
    )
    annotated.push({
      ...revision,
      labels: annotation.labels,
      provenance: annotation.provenance,
      fact: deriveFact(revision.telemetry, values),
    })
  })
  return { annotated, unscorable }
}
