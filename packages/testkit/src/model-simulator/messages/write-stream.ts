import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiError } from '../api-error.ts'
import type { Fault } from '../faults.ts'
import { type StreamEvent, written } from './stream-events.ts'

type Writing = {
  readonly fault: Fault | null
  readonly perTokenMs: number
  readonly requestId: string
  /** Told the output tokens before the last of it is written; what comes back is called once all is written out. */
  readonly settle: (outputTokens: number) => () => void
}

/**
 * Writes the events of a message to a response whose headers are sent, each when its tokens are due. Where the client left
 * meanwhile, the rest is not said.
 */
export async function writeStream(
  raw: ServerResponse,
  events: readonly StreamEvent[],
  { fault, perTokenMs, requestId, settle }: Writing,
): Promise<void> {
  const cut = isCut(fault)
  const said = events.slice(0, cut ? Math.floor(events.length / 2) : -1)
  let tokens = 0
  for (const event of said) {
    if (perTokenMs > 0 && event.tokens > 0) await sleep(perTokenMs * event.tokens)
    if (raw.destroyed) break
    raw.write(written(event.data))
    tokens += event.tokens
  }
  const isWhole = settle(tokens)
  if (raw.destroyed) return
  const last = events.at(-1)
  if (!cut && last !== undefined) {
    raw.once('finish', isWhole).end(written(last.data))
    return
  }
  if (fault?.kind === 'stream_error') raw.end(written(apiError(fault.status, 'as scripted', requestId)))
  if (fault?.kind === 'truncated') raw.socket?.destroySoon()
}

const isCut = (fault: Fault | null) =>
  fault?.kind === 'stall' || fault?.kind === 'truncated' || fault?.kind === 'stream_error'
