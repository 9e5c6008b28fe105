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
  releaseClaim,
  splitChunk,
} from './claims.ts'
export { copyRows, int8, jsonb, timestamptz } from './copy-binary.ts'
export { type Database, inTransaction, openDatabase, transaction } from './database.ts'
export { materialise } from './materialise.ts'
export { migrate } from './migrate.ts'
export {
  allProjects,
  currentRun,
  ensureCurrentRun,
  ensureProject,
  findKey,
  generateKey,
  listKeys,
  type Project,
  type Run,
  type RunDefinition,
  registerKey,
  revokeKey,
  type Scope,
  scopes,
} from './projects.ts'
export { type CohortRow, type MaterialisedCohort, readCohort } from './read-cohort.ts'
export { type SessionState, sessionStates, transitions, unfinishedStates } from './session-state.ts'
export { createPostgresSharedState } from './shared-state.ts'
export { changedRuns, expireClaims, expireTranscripts, waitingChunks, waitingSessions } from './sweep.ts'
export { type AnnotatedRevision, type UnscorableRevision, writeAnnotations } from './write-annotations.ts'
