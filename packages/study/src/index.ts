export { agreementOf, agreementSteps } from './agreement/agreement.ts'
export { categoryAgreement, ordinalAgreement } from './agreement/category-agreement.ts'
export { pearson, spearman } from './agreement/correlation.ts'
export type { Pair } from './agreement/crosstab.ts'
export { kappa, linear, quadratic, unweighted, type Weights } from './agreement/kappa.ts'
export { type KappaEstimate, kappaEstimate } from './agreement/kappa-estimate.ts'
export { shareAgreement, valueAgreement } from './agreement/number-agreement.ts'
export { type ComparedLabels, type RatedTwice, type Rating, ratingOf } from './agreement/rating.ts'
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
export { publishedValidity } from './validation/published-validity.ts'
export { type ValidityFact, validityColumns } from './validation/validity-lines.ts'
export { validityTable } from './validation/validity-table.ts'
