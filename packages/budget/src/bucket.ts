import { type Static, Type } from 'typebox'

export const BucketSchema = Type.Object({
  /** What may be taken now; below nothing where more was used than was reserved. */
  level: Type.Number(),
  /** How much lower the level is than it would be without the server's corrections. */
  debt: Type.Number(),
  /** All that corrections ever took, less what they gave back: tells a correction made since from one that is new. */
  corrected: Type.Number(),
  /** All that was ever taken, never less what was given back. */
  debited: Type.Number(),
})

/**
 * A token bucket with continuous refill (Turner 1986; the policer of RFC 2697): what flows in is kept up to a capacity,
 * so that within any time t no more is taken than rate × t + capacity, or one amount larger than the capacity.
 */
export type Bucket = Readonly<Static<typeof BucketSchema>>

/** Floating point may leave a level a hair short of a whole number. */
const HAIR = 1e-6

export const emptyBucket: Bucket = { level: 0, debt: 0, corrected: 0, debited: 0 }

/** Lets so much flow in. What does not fit is lost, and with it what of a debt it would have hidden. */
export function fill(bucket: Bucket, inflow: number, capacity: number): Bucket {
  const level = Math.min(capacity, bucket.level + inflow)
  const undisputed = Math.min(capacity, bucket.level + bucket.debt + inflow)
  return { ...bucket, level, debt: Math.max(0, undisputed - level) }
}

/** Takes an amount, below nothing too. */
export const take = (bucket: Bucket, amount: number): Bucket => ({
  ...bucket,
  level: bucket.level - amount,
  debited: bucket.debited + amount,
})

/** Replaces what was reserved by what was used. */
export function settle(bucket: Bucket, reserved: number, used: number, capacity: number): Bucket {
  return used > reserved ? take(bucket, used - reserved) : fill(bucket, reserved - used, capacity)
}

/** Lowers the level because the server says so. */
export const lower = (bucket: Bucket, by: number): Bucket => ({
  ...bucket,
  level: bucket.level - by,
  debt: bucket.debt + by,
  corrected: bucket.corrected + by,
})

/** Gives back what corrections took, and never more: the bound of the bucket holds whatever the server says. */
export function raise(bucket: Bucket, by: number): Bucket {
  const back = Math.min(by, bucket.debt)
  return {
    ...bucket,
    level: bucket.level + back,
    debt: bucket.debt - back,
    corrected: bucket.corrected - back,
  }
}

/**
 * How much has to flow in before an amount may be taken. One larger than the bucket may be taken when the bucket is full,
 * and is then owed: it would never be otherwise.
 */
export function missing(level: number, amount: number, capacity: number): number {
  const short = Math.min(amount, capacity) - level
  return short <= HAIR ? 0 : short
}
