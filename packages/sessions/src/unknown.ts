import { headOf, storable } from './text.ts'

const MAX_NAME = 60
const MAX_KINDS = 1_000

/**
 * Counts by kind what a reader does not understand. A name out of a transcript is cut to be a short key, and the kinds
 * are bounded, since a transcript may hold any number of names.
 */
export function createUnknown() {
  const counts: Record<string, number> = {}
  let kinds = 0
  return {
    count(kind: string, name?: string): void {
      const named = name === undefined ? kind : `${kind}${storable(headOf(name, MAX_NAME))}`
      const isNew = !Object.hasOwn(counts, named)
      const key = isNew && kinds >= MAX_KINDS ? 'others' : named
      if (isNew) kinds += 1
      counts[key] = (counts[key] ?? 0) + 1
    },
    counts: (): Readonly<Record<string, number>> => counts,
  }
}
