import { createHash } from 'node:crypto'
import { type Cohort, cohorts, MOMENT_SCALE, metrics } from '@fieldwork/study'

/** A cohort as the catalogue defines it now, with all its metrics, as a SHA-256: what it was computed by is outdated once this differs. */
function definitionOf(cohort: Cohort): Buffer {
  const definition = [MOMENT_SCALE, cohort, cohort.metrics.map((id) => metrics[id])]
  return createHash('sha256').update(JSON.stringify(definition)).digest()
}

/** Every cohort's definition by its id. */
export const cohortDefinitions: ReadonlyMap<string, Buffer> = new Map(
  cohorts.map((cohort) => [cohort.id, definitionOf(cohort)]),
)
