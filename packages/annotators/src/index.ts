export type {
  Annotation,
  AnnotationContext,
  Annotator,
  Label,
  Provenance,
  SessionToAnnotate,
  UnscorableLabel,
} from './annotator.ts'
export { type AnthropicAnnotatorOptions, createAnthropicAnnotator } from './anthropic/annotator.ts'
export { conclude } from './anthropic/conclude.ts'
export { createTokenCounter } from './anthropic/count-tokens.ts'
export { estimateSession, type SessionEstimate } from './anthropic/estimate-session.ts'
export {
  type AccountedCall,
  type InMemoryRecords,
  inMemoryRecords,
  unlimited,
  unlimitedContext,
} from './anthropic/in-memory.ts'
export { loadCalibration } from './anthropic/load-calibration.ts'
export { type ModelPrice, type ModelProfile, modelProfiles } from './anthropic/model-profiles.ts'
export { nextCalls, type PlanOptions } from './anthropic/plan-calls.ts'
export { type Estimate, type PlannedCall, upperCostOf } from './anthropic/planned-call.ts'
export type {
  Budget,
  CallRecords,
  FailedAnswer,
  Permit,
  RecordedAnswer,
  SettledCall,
  Step,
  StepAnswer,
  Usage,
} from './anthropic/ports.ts'
export { costOf, profileOf } from './anthropic/profile-of.ts'
export type { Strategy } from './anthropic/steps.ts'
export { readStoredAnswer } from './anthropic/stored-answer.ts'
export {
  type AnnotatorDescription,
  type AnnotatorName,
  type AnnotatorSettings,
  describeAnnotator,
} from './describe-annotator.ts'
export { answerLocally, createLocalAnnotator } from './local/annotator.ts'
export { features as localFeatures } from './local/features/features.ts'
export type {
  AgreementFigures,
  ComparedFigures,
  FiguresOver,
  ShareFigures,
} from './local/figures-schema.ts'
export { localFigures } from './local/local-figures.ts'
export { localForests } from './local/local-forests.ts'
export { localModels } from './local/model/load.ts'
export { observe as observeSession } from './local/model/observe.ts'
export { createNoneAnnotator } from './none/annotator.ts'
