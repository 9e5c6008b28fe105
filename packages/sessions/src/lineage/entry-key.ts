const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/**
 * An entry's id as a number of 53 bits, so that millions are held at once: two FNV-1a hashes side by side. Of five million
 * ids, two have the same key with a probability of about one in a thousand.
 */
export function entryKey(id: string): number {
  let low = FNV_OFFSET
  let high = FNV_OFFSET ^ 0x5bd1e995
  for (let index = 0; index < id.length; index += 1) {
    const unit = id.charCodeAt(index)
    low = Math.imul(low ^ unit, FNV_PRIME)
    high = Math.imul(high ^ (unit + index), FNV_PRIME)
  }
  return ((high >>> 0) & 0x1fffff) * 0x1_0000_0000 + (low >>> 0)
}
