import { shuffled } from '../random.ts'
import type { Simulation } from '../simulation.ts'
import { type Batch, type BatchItem, type BatchResults, EXPIRES_MS } from './batch.ts'
import { type ItemResult, processItem } from './process-item.ts'

export type Batches = {
  create(key: string, version: string, items: readonly BatchItem[]): Batch
  /** The batches of a key, newest first. */
  of(key: string): readonly Batch[]
  find(key: string, id: string): Batch | undefined
  /** Begins to cancel; a batch that has ended is left as it is. */
  cancel(batch: Batch): void
  /** Ends the batches whose time has come. */
  settle(): void
}

/**
 * Batches, each processed at once when its time has come and somebody looks. One that is cancelled on its way has done that
 * part of its items, in their order, which that part of its time allowed; one that takes a day expires.
 */
export function createBatches(simulation: Simulation): Batches {
  const { now, options } = simulation
  const { batchMs = 0, cancelMs = 0 } = options
  const all: Batch[] = []
  const waiting = new Map<Batch, readonly BatchItem[]>()
  const seen = new Map<string, number>()
  let processed = 0

  function resultOf(batch: Batch, item: BatchItem): ItemResult {
    const earlier = seen.get(item.custom_id) ?? 0
    seen.set(item.custom_id, earlier + 1)
    const number = processed
    processed += 1
    const { custom_id: customId, params } = item
    const fault = options.batchFaults?.({ customId, number, earlier, batchId: batch.id, params }) ?? null
    return processItem(simulation, batch, item, number, fault)
  }

  /** How many of its items a batch gets done, and when it ends. */
  function course({ createdAt, cancelledAt, size }: Batch) {
    const endsAt = createdAt + Math.min(batchMs, EXPIRES_MS)
    if (cancelledAt !== null) {
      const done = Math.floor((size * (cancelledAt - createdAt)) / Math.max(1, batchMs))
      return {
        done: Math.min(size, done),
        at: Math.min(endsAt, cancelledAt + cancelMs),
        left: 'canceled' as const,
      }
    }
    return { done: batchMs < EXPIRES_MS ? size : 0, at: endsAt, left: 'expired' as const }
  }

  function settleOne(batch: Batch, items: readonly BatchItem[]) {
    const { done, at, left } = course(batch)
    if (now() < at) return
    waiting.delete(batch)
    const results = items.map((item, index) => ({
      custom_id: item.custom_id,
      result: index < done ? resultOf(batch, item) : { type: left },
    }))
    batch.ended = { at, counts: countsOf(results), lines: linesOf(results, batch.number) }
  }

  const linesOf = (results: readonly object[], number: number) =>
    shuffled(
      results.map((result) => JSON.stringify(result)),
      simulation.randomOf('batch', number),
    )

  const settle = () => {
    for (const [batch, items] of waiting) settleOne(batch, items)
  }
  return {
    create(key, version, items) {
      const number = all.length
      const id = `msgbatch_sim_${number}`
      const createdAt = now()
      const batch = {
        id,
        number,
        key,
        version,
        createdAt,
        size: items.length,
        cancelledAt: null,
        ended: null,
      }
      all.push(batch)
      waiting.set(batch, items)
      return batch
    },
    of(key) {
      settle()
      return all.filter((batch) => batch.key === key).reverse()
    },
    find(key, id) {
      settle()
      return all.find((batch) => batch.key === key && batch.id === id)
    },
    cancel(batch) {
      if (batch.ended === null) batch.cancelledAt ??= now()
    },
    settle,
  }
}

function countsOf(results: readonly { readonly result: ItemResult }[]): BatchResults['counts'] {
  const counts = { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0 }
  for (const { result } of results) counts[result.type] += 1
  return counts
}
