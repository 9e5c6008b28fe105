import type { Batch } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { type BatchStatus, batchStatus, type Database } from '@fieldwork/store'

/** The project's batch as it is answered. Throws `batch_unknown`, also for a batch of another project. */
export async function findBatch(database: Database, projectId: number, id: string): Promise<Batch> {
  const status = await batchStatus(database, projectId, id)
  if (status === null) throw new FieldworkError('batch_unknown', `no batch has the id ${id}`)
  return toBatch(status)
}

function toBatch(status: BatchStatus): Batch {
  const self = `/v1/batches/${status.id}`
  return {
    id: status.id,
    state: status.state,
    counts: status.counts,
    progress: status.progress,
    complete: status.complete,
    materialised: status.materialised,
    createdAt: status.createdAt.toISOString(),
    acceptedAt: status.acceptedAt?.toISOString() ?? null,
    links: { self, rejections: `${self}/rejections`, events: `${self}/events` },
  }
}
