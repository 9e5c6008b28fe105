/** A request inside a batch, as it was sent. */
export type BatchItem = { readonly custom_id: string; readonly params: unknown }

type BatchCounts = {
  readonly processing: number
  readonly succeeded: number
  readonly errored: number
  readonly canceled: number
  readonly expired: number
}

export type Batch = {
  readonly id: string
  /** Its place in the order of creation, from 0. */
  readonly number: number
  /** Whose it is: nobody else can see it. */
  readonly key: string
  /** The `anthropic-version` it was sent under. */
  readonly version: string
  readonly createdAt: number
  readonly size: number
  cancelledAt: number | null
  /** Null until it has ended. */
  ended: BatchResults | null
}

export type BatchResults = {
  readonly at: number
  readonly counts: BatchCounts
  /** JSON lines, without their ends, in the order in which they are handed out. */
  readonly lines: readonly string[]
}

export const EXPIRES_MS = 24 * 60 * 60_000

/** The document of a batch. Until it ends all of it counts as processing. */
export function batchDocument(batch: Batch, baseUrl: string) {
  const { id, createdAt, cancelledAt, ended } = batch
  return {
    id,
    type: 'message_batch',
    processing_status: statusOf(batch),
    request_counts: ended?.counts ?? {
      processing: batch.size,
      succeeded: 0,
      errored: 0,
      canceled: 0,
      expired: 0,
    },
    created_at: iso(createdAt),
    expires_at: iso(createdAt + EXPIRES_MS),
    ended_at: ended === null ? null : iso(ended.at),
    cancel_initiated_at: cancelledAt === null ? null : iso(cancelledAt),
    archived_at: null,
    results_url: ended === null ? null : `${baseUrl}/v1/messages/batches/${id}/results`,
  }
}

function statusOf({ ended, cancelledAt }: Batch): 'in_progress' | 'canceling' | 'ended' {
  if (ended !== null) return 'ended'
  return cancelledAt === null ? 'in_progress' : 'canceling'
}

const iso = (time: number) => new Date(time).toISOString()
