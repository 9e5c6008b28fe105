export { AggregateCell, Aggregates, CohortList, CohortSummary } from './aggregates.ts'
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
export { ProblemDetails } from './problem-details.ts'
export {
  Agreement,
  ComparedCategory,
  ReferenceLabel,
  ReferenceLabels,
  RunAgreement,
  RunName,
  RunValidity,
} from './validation.ts'
