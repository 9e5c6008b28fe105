import { setTimeout as sleep } from 'node:timers/promises'
import type { Batch } from '@fieldwork/contract'

export type EventTimes = {
  /** How often the batch is looked at. */
  readonly pollMs: number
  /** Longest silence: proxies close a connection on which nothing moves, often after a minute. */
  readonly heartbeatMs: number
}

export const defaultEventTimes: EventTimes = { pollMs: 500, heartbeatMs: 15_000 }

/** Looking takes at most a fifth of the time, however large the batch and however many watch it. */
const REST_PER_LOOK = 4

/**
 * Server-sent events (WHATWG HTML, 9.2): one `progress` per change, a comment where nothing changes, then `complete`
 * once all is materialised. Ends when `signal` aborts; what `look` throws ends it too.
 */
export async function* progressEvents(
  first: Batch,
  look: () => Promise<Batch>,
  { pollMs, heartbeatMs }: EventTimes,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let batch = first
  let told = ''
  let quietMs = 0
  while (!signal.aborted) {
    const data = JSON.stringify(batch)
    if (data !== told) yield `event: progress\ndata: ${data}\n\n`
    else if (quietMs >= heartbeatMs) yield ': nothing changed\n\n'
    if (data !== told || quietMs >= heartbeatMs) quietMs = 0
    told = data
    if (batch.materialised) {
      yield `event: complete\ndata: ${data}\n\n`
      return
    }
    const begun = performance.now()
    batch = await look()
    const restMs = Math.min(heartbeatMs, Math.max(pollMs, (performance.now() - begun) * REST_PER_LOOK))
    quietMs += restMs
    await sleep(restMs, undefined, { signal }).catch(() => {}) // aborted: the loop ends
  }
}
