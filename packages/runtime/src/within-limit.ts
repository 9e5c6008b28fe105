import { setTimeout as sleep } from 'node:timers/promises'

/** The value of `work`, or an error when it takes longer than `limitMs`. */
export async function withinLimit<T>(work: () => Promise<T>, limitMs: number, what: string): Promise<T> {
  const ended = new AbortController()
  const limit = sleep(limitMs, undefined, { signal: ended.signal }).then(
    () => Promise.reject(new Error(`${what} took longer than ${limitMs} ms`)),
    // Ended in time: `work` has settled the race already.
    () => new Promise<never>(() => undefined),
  )
  try {
    return await Promise.race([work(), limit])
  } finally {
    ended.abort()
  }
}
