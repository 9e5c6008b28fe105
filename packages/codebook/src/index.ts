export { ClassifierAgreement, StatedAgreement } from './agreement.ts'
export { answerSchema, type JsonSchema, Posting } from './answer-schema.ts'
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
export { type Answers, type InvalidAnswer, readAnswers } from './read-answers.ts'
export { readLabels } from './read-labels.ts'
