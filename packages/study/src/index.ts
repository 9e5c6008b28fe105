export { type Cohort, cohorts } from './cohorts.ts'
export { type Estimate, estimate } from './estimate.ts'
export { formatHeadline } from './format-headline.ts'
export { type CohortCell, type HeadlineRow, headlineTable } from './headline.ts'
export { meanInterval } from './mean-interval.ts'
export type { Condition, FactColumn, Measure, Metric } from './metric.ts'
export { isMetricId, type MetricId, metrics } from './metrics.ts'
export {
  type Cell,
  type CellMoments,
  type FactOfPerson,
  MOMENT_SCALE,
  type Moments,
  momentsOf,
} from './moments.ts'
export { type PublishedFigure, type PublishedValue, published, study } from './published.ts'
export { defaultThresholds, type ServedCell, serveCell, type Thresholds } from './served-cell.ts'
