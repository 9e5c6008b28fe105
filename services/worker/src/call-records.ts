import { type CallRecords, type RecordedAnswer, readStoredAnswer } from '@fieldwork/annotators'
import {
  answersOf,
  type Database,
  loseCall,
  type Run,
  releaseCall,
  reserveCall,
  type StoredAnswer,
  settleCall,
} from '@fieldwork/store'

/** The account of a run's calls, kept in the ledger of the store. */
export function recordsOf(database: Database, run: Run, signal: AbortSignal): CallRecords {
  return {
    async answersOf(revisionId) {
      const stored = await answersOf(database, run.id, revisionId)
      return stored.flatMap(toRecorded)
    },
    reserve: (call) => reserveCall(database, { ...call, projectId: run.projectId, runId: run.id }, signal),
    async settle(callId, done) {
      await settleCall(database, callId, done)
    },
    release: (callId, failure) => releaseCall(database, callId, failure),
    lose: (callId, failure) => loseCall(database, callId, failure),
  }
}

/** An answer that an earlier release kept in another form is asked for again. */
function toRecorded(stored: StoredAnswer): RecordedAnswer[] {
  const answer = readStoredAnswer(stored.answer)
  return answer === null ? [] : [{ ...stored, attempt: stored.attempt === 2 ? 2 : 1, answer }]
}
