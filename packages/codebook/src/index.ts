export { ClassifierAgreement, StatedAgreement } from './agreement.ts'
export {
  type Answers,
  answerSchema,
  type InvalidAnswer,
  type JsonSchema,
  Posting,
  readAnswers,
} from './answer.ts'
export {
  type Calibration,
  calibrationHash,
  calibrationText,
  readCalibration,
  shippedCalibration,
} from './calibration.ts'
export type { Classifier, Option } from './classifier.ts'
export { classifiers, codebook, codebookHash, promptHash } from './codebook.ts'
export {
  agentTakesPlanning,
  deriveFact,
  type Fact,
  outcomeMeasures,
  userKeepsExecution,
  userShare,
} from './fact.ts'
export * from './labels.ts'
export { classifierOf, definitionText, outputText, type QuestionId, questionIds } from './question.ts'
export { readLabels } from './read-labels.ts'
