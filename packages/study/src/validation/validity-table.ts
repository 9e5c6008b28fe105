import type { HeadlineRow } from '../headline.ts'
import { momentsOfMetric } from '../moments.ts'
import { serveMoments, type Thresholds } from '../served-cell.ts'
import { type ValidityFact, type ValidityLine, validityLines } from './validity-lines.ts'

/**
 * The study's validation tables from the facts of a run: how the labels go together with each other and with what was
 * counted, which nobody judged. Rows as those of the headline table, suppressed below the thresholds.
 */
export function validityTable(facts: readonly ValidityFact[], thresholds: Thresholds): HeadlineRow[] {
  return validityLines.map((line) => toRow(line, facts, thresholds))
}

function toRow(
  { section, title, metric, among, published }: ValidityLine,
  facts: readonly ValidityFact[],
  thresholds: Thresholds,
): HeadlineRow {
  const moments = momentsOfMetric(metric, facts.filter(among))
  return { section, title, unit: metric.unit, ...serveMoments(metric, moments, thresholds), published }
}
