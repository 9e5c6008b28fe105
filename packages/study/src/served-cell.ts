import { estimate } from './estimate.ts'
import type { Metric } from './metric.ts'
import { type MetricId, metrics } from './metrics.ts'
import type { Cell, Moments } from './moments.ts'

/** Fewest sessions and people behind a figure that is shown (thresholds of the Anthropic Economic Index releases). */
export type Thresholds = { readonly sessions: number; readonly people: number }
export const defaultThresholds: Thresholds = { sessions: 15, people: 5 }

/** One figure as it is served; a suppressed one has no number at all. */
export type ServedCell = {
  dimensions: Record<string, string | number | boolean | null>
  metric: string
  suppressed: boolean
  sessions: number | null
  people: number | null
  value: number | null
  low: number | null
  high: number | null
}

/** The figures of a metric as they may be shown: none below either threshold. */
export function serveMoments(
  metric: Metric,
  moments: Moments,
  thresholds: Thresholds,
): Omit<ServedCell, 'dimensions' | 'metric'> {
  const enough = moments.sessions >= thresholds.sessions && moments.people >= thresholds.people
  const found = enough ? estimate(metric, moments) : null
  return {
    suppressed: found === null,
    sessions: found === null ? null : Number(moments.sessions),
    people: found === null ? null : Number(moments.people),
    value: found?.value ?? null,
    low: found?.low ?? null,
    high: found?.high ?? null,
  }
}

/** A cell of a cohort as it may be shown: suppressed below either threshold. */
export function serveCell(
  metric: MetricId,
  cell: Cell,
  moments: Moments,
  thresholds: Thresholds,
): ServedCell {
  return { dimensions: { ...cell }, metric, ...serveMoments(metrics[metric], moments, thresholds) }
}
