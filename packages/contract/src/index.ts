export { AggregateCell, Aggregates, CohortList, CohortSummary } from './aggregates.ts'
export { Agreement, ComparedCategory } from './agreement.ts'
export {
  Batch,
  BatchCounts,
  BatchLine,
  BatchProgress,
  Rejection,
  RejectionPage,
  SessionLine,
  TranscriptLine,
} from './batch.ts'
export {
  DeadLetter,
  DeadLetterDetails,
  DeadLetterFilter,
  DeadLetterPage,
  Redriven,
} from './dead-letters.ts'
export { ProblemDetails } from './problem-details.ts'
export { ReferenceLabel, ReferenceLabels } from './reference-label.ts'
export { RunEstimate, RunEstimateQuery } from './run-estimate.ts'
export {
  CallCounts,
  ChooseRun,
  NewRun,
  Run,
  RunChange,
  RunChanges,
  RunList,
  StopRun,
  TokenCounts,
} from './runs.ts'
export { Spending, SpendingChanges } from './spending.ts'
export { RunAgreement, RunName, RunValidity } from './validation.ts'
