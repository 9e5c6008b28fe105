import { setTimeout as sleep } from 'node:timers/promises'
import { isFieldworkError } from '@fieldwork/errors'
import type { SourceState } from '../sources/session-source.ts'

export type WatchOptions = {
  /** The sessions that there are, each time it is asked. */
  readonly look: () => Promise<readonly SourceState[]>
  /** Sends sessions; they are not sent again before one of their files changes. */
  readonly send: (states: readonly SourceState[]) => Promise<void>
  /** How long a session's files must not have changed. */
  readonly idleMs: number
  /** Told of an error that passes; the sessions are sent when they are looked at next. */
  readonly onError: (error: Error) => void
  readonly signal: AbortSignal
}

/**
 * Sends each session when it has been idle for that long, until the signal. Looks again and again instead of being told:
 * idleness is no event, agents make folders that are not there yet, and a look at thousands of files takes milliseconds.
 */
export async function watchSources(options: WatchOptions): Promise<void> {
  const { idleMs, signal } = options
  const look = lookingAgain(options)
  const done = new Set<string>()
  const pauseMs = Math.min(10_000, Math.max(100, idleMs / 4))
  while (!signal.aborted) {
    const due = dueOf(await look(), done, Date.now() - idleMs)
    if (due.length > 0) await sendDue(due, done, options)
    await sleep(pauseMs, undefined, { signal }).catch(() => {}) // the loop ends by itself
  }
}

/** What was named may be gone for a while, or not there yet: that is told when it begins, and it is looked for again. */
function lookingAgain({ look, onError }: WatchOptions): WatchOptions['look'] {
  let told: string | undefined
  return async () => {
    try {
      const states = await look()
      told = undefined
      return states
    } catch (error) {
      if (!isFieldworkError(error)) throw error
      if (told !== error.message) onError(error)
      told = error.message
      return []
    }
  }
}

function dueOf(states: readonly SourceState[], done: ReadonlySet<string>, idleSince: number) {
  return states.filter(
    ({ fingerprint, modifiedAt }) =>
      fingerprint !== null && !done.has(fingerprint) && (modifiedAt ?? 0) <= idleSince,
  )
}

async function sendDue(
  due: readonly SourceState[],
  done: Set<string>,
  { send, onError, signal }: WatchOptions,
): Promise<void> {
  try {
    await send(due)
    for (const { fingerprint } of due) if (fingerprint !== null) done.add(fingerprint)
  } catch (error) {
    if (signal.aborted) return
    if (!isFieldworkError(error) || error.fate !== 'transient') throw error
    onError(error)
  }
}
