import type { Client } from '@fieldwork/client'
import type { Batch, BatchProgress } from '@fieldwork/contract'
import type { Progress } from './progress.ts'

export type WaitOptions = {
  readonly client: Client
  readonly batches: readonly Batch[]
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/** Waits until all that the batches hold is annotated and in the cohorts. Gives their last states, in order. */
export async function waitForBatches(options: WaitOptions): Promise<readonly Batch[]> {
  const { client, signal } = options
  const states = [...options.batches]
  // One after the other: workers take batches in order, and one open stream burdens the service least.
  for (const [index, { id }] of options.batches.entries()) {
    for await (const state of client.watch(id, { signal })) {
      states[index] = state
      options.onProgress?.(progressOf(states))
    }
  }
  return states
}

function progressOf(states: readonly Batch[]): Progress {
  const sum = (of: (progress: BatchProgress) => number) =>
    states.reduce((total, { progress }) => total + of(progress), 0)
  const total = sum((p) => Object.values(p).reduce((all, count) => all + count, 0))
  const waiting = sum((p) => p.pending + p.annotating + p.parked)
  const parked = sum((p) => p.parked)
  return {
    step: states.every(({ complete }) => complete) ? 'materialising' : 'annotating',
    done: total - waiting,
    total,
    ...(parked > 0 ? { note: `${parked} parked` } : {}),
  }
}
