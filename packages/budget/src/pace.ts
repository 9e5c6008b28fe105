import { type Static, Type } from 'typebox'

/** How a key that was idle is brought up to its limit, since the Messages API answers 429 to a sharp rise too. */
export type Ramp = {
  /** The share of the limit at the start, above 0. */
  readonly share: number
  /** Milliseconds of use until the whole limit. */
  readonly overMs: number
  /** Milliseconds without use after which it starts anew. */
  readonly idleMs: number
}

export const UseSchema = Type.Object({ since: Type.Number(), last: Type.Number() })
/** When the key began to be used without a long break, and when it was used last. */
export type Use = Readonly<Static<typeof UseSchema>>

/** The use that goes on at `now`: the one there was, or after a long break a new one. */
export const used = (use: Use | null, ramp: Ramp, now: number): Use =>
  use === null || now - use.last > ramp.idleMs || use.since > now
    ? { since: now, last: now }
    : { since: use.since, last: now }

/** The share of the limit at a time: grows evenly over the ramp. */
export function shareAt(ramp: Ramp, since: number, at: number): number {
  if (ramp.overMs <= 0) return 1
  return ramp.share + (1 - ramp.share) * Math.min(1, Math.max(0, at - since) / ramp.overMs)
}

/** Milliseconds at the whole limit that are worth as much as the time from `from` to `to` under the ramp. */
export function worthMs(ramp: Ramp, since: number, from: number, to: number): number {
  if (to <= from) return 0
  const end = Math.min(Math.max(since + Math.max(0, ramp.overMs), from), to)
  const mean = (shareAt(ramp, since, from) + shareAt(ramp, since, end)) / 2
  return (end - from) * mean + (to - end)
}
