export {
  type AcceptOptions,
  acceptLines,
  type ReadLine,
  type SessionLine,
} from './accept-lines.ts'
export {
  abortAbandoned,
  abortBatch,
  acceptBatch,
  type BatchCounts,
  type BatchState,
  type BatchStatus,
  batchStatus,
  closeBatch,
  type OpenBatch,
  openBatch,
  type RejectedLine,
  rejectedLines,
} from './batches.ts'
export {
  type ClaimedRevision,
  claimChunk,
  extendClaim,
  markChunkDead,
  parkClaim,
  type ReleaseOptions,
  readTranscripts,
  releaseClaim,
  splitChunk,
} from './claims.ts'
export { copyRows, int8, jsonb, timestamptz } from './copy-binary.ts'
export { type Database, inTransaction, openDatabase, transaction } from './database.ts'
export { buryJob, type DeadJob, deadJobs, forgetDeadJob } from './dead-jobs.ts'
export type { DeadFilter } from './dead-letter-filter.ts'
export {
  type CallAbout,
  callsAbout,
  countDeadLetters,
  type DeadLetter,
  type DeadSession,
  deadLetters,
} from './dead-letters.ts'
export { redriveSessions } from './dead-sessions.ts'
export {
  answersOf,
  type CallToReserve,
  type CallToSettle,
  loseAbandonedCalls,
  loseCall,
  releaseCall,
  reserveCall,
  type StoredAnswer,
  settleCall,
} from './ledger.ts'
export { materialise } from './materialise.ts'
export { migrate } from './migrate.ts'
export {
  allProjects,
  ensureProject,
  findKey,
  generateKey,
  listKeys,
  type Project,
  registerKey,
  revokeKey,
  type Scope,
  scopes,
} from './projects.ts'
export { type CohortRow, type MaterialisedCohort, readCohort } from './read-cohort.ts'
export { type CountedChunk, historyProgress, type RunScope, reannotate } from './reannotate.ts'
export {
  findSessions,
  labelsOfSessions,
  type SessionName,
  sessionsOfBoth,
  validityFacts,
} from './run-labels.ts'
export {
  chooseRun,
  currentRun,
  ensureCurrentRun,
  ensureRun,
  findRun,
  findRunOf,
  isRunChosen,
  limitRun,
  listRuns,
  type Run,
  type RunDefinition,
} from './runs.ts'
export { type HistorySample, sampleHistory } from './sample-history.ts'
export { type SessionState, sessionStates, transitions, unfinishedStates } from './session-state.ts'
export { createPostgresSharedState } from './shared-state.ts'
export {
  type CallCounts,
  limitMonth,
  type MonthSpending,
  monthlyLimit,
  noSpending,
  type RunSpending,
  spendingByMonth,
  spendingByRun,
} from './spending.ts'
export { cancelHistory, resumeRun, stopRun, unparkResumed } from './stop-run.ts'
export {
  changedRuns,
  expireClaims,
  expireTranscripts,
  type WaitingChunk,
  waitingChunks,
  waitingSessions,
} from './sweep.ts'
export { type AnnotatedRevision, type UnscorableRevision, writeAnnotations } from './write-annotations.ts'
