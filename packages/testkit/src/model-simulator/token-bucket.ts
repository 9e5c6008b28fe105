export type TokenBucket = {
  /** Takes one, if there is one. */
  take(): boolean
  remaining(): number
  /** Milliseconds until there is one to take. */
  waitMs(): number
  /** Milliseconds until the bucket is full. */
  fullMs(): number
}

/** A bucket of `perMinute` tokens that refills continuously. `now` is milliseconds since the epoch. */
export function createTokenBucket(perMinute: number, now: () => number): TokenBucket {
  const perMs = perMinute / 60_000
  let level = perMinute
  let at = now()
  const refill = () => {
    const time = now()
    level = Math.min(perMinute, level + Math.max(0, time - at) * perMs)
    at = time
  }
  return {
    take() {
      refill()
      // Floating point may leave the last token a hair short of one.
      if (level < 1 - 1e-9) return false
      level = Math.max(0, level - 1)
      return true
    },
    remaining() {
      refill()
      return Math.floor(level + 1e-9)
    },
    waitMs() {
      refill()
      return Math.max(0, (1 - level) / perMs)
    },
    fullMs() {
      refill()
      return (perMinute - level) / perMs
    },
  }
}
