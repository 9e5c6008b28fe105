export type TokenBucket = {
  /** Whether a take of so many is allowed now. One of more than the bucket can ever hold is, once it is full. */
  holds(amount: number): boolean
  /** Takes so many, below nothing too: what is owed has to flow in again first. */
  take(amount: number): void
  /** Whole tokens that are left, none where some are owed. */
  remaining(): number
  /** Milliseconds until `holds(amount)`. */
  waitMs(amount: number): number
  /** Milliseconds until the bucket is full. */
  fullMs(): number
  /** From now on so many flow in a minute. What is in the bucket stays, as far as it holds it. */
  setLimit(perMinute: number, burst: number): void
}

/** Floating point may leave a level a hair short of a whole number. */
const HAIR = 1e-6

/**
 * A bucket into which `perMinute` tokens flow continuously and which holds `burst` minutes' worth of them. It starts full.
 * `now` is milliseconds since the epoch.
 */
export function createTokenBucket(perMinute: number, burst: number, now: () => number): TokenBucket {
  let perMs = perMinute / 60_000
  let capacity = perMinute * burst
  let stored = capacity
  let at = now()
  function level(): number {
    const time = now()
    stored = Math.min(capacity, stored + Math.max(0, time - at) * perMs)
    at = time
    return stored
  }
  const missing = (amount: number) => Math.min(amount, capacity) - level()
  return {
    holds: (amount) => missing(amount) <= HAIR,
    take(amount) {
      stored = level() - amount
    },
    remaining: () => Math.max(0, Math.floor(level() + HAIR)),
    waitMs: (amount) => Math.max(0, missing(amount) / perMs),
    fullMs: () => (capacity - level()) / perMs,
    setLimit(newPerMinute, newBurst) {
      level()
      perMs = newPerMinute / 60_000
      capacity = newPerMinute * newBurst
      stored = Math.min(stored, capacity)
    },
  }
}
