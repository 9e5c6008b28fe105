import type { CohortCell } from '../src/index.ts'

/** A cell as it is served, suppressed where the value is null. */
export function cellOf(
  cohort: string,
  metric: string,
  dimensions: CohortCell['dimensions'],
  value: number | null,
) {
  const known = { suppressed: false, sessions: 1_234, people: 99, low: 0.25, high: 0.75 }
  const hidden = { suppressed: true, sessions: null, people: null, low: null, high: null }
  return { cohort, metric, dimensions, value, ...(value === null ? hidden : known) }
}
