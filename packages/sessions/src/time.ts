/** A time as it would be written here: of a day that every month has, so that there is nothing to normalise. */
const normal = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** An ISO 8601 time in UTC, normalised to milliseconds; null where it is none or its year has not four digits. */
export function timeOf(value: unknown): string | null {
  if (typeof value !== 'string') return null
  return normal.test(value) ? value : isoOf(Date.parse(value))
}

/** `timeOf` for milliseconds since 1970. */
export function timeOfEpoch(value: unknown): string | null {
  return typeof value === 'number' ? isoOf(value) : null
}

function isoOf(time: number): string | null {
  if (!(Math.abs(time) <= 8.64e15)) return null
  const iso = new Date(time).toISOString()
  return iso.length === 24 ? iso : null
}

/** The earliest and the latest of times, told one by one. */
export function createTimeSpan() {
  let startedAt: string | null = null
  let endedAt: string | null = null
  return {
    add(at: string | null): void {
      if (at === null) return
      if (startedAt === null || at < startedAt) startedAt = at
      if (endedAt === null || at > endedAt) endedAt = at
    },
    read: () => ({ startedAt, endedAt }),
  }
}
