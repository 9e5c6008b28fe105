export type { Chunks } from './beginning.ts'
export {
  CanonicalSession,
  Carries,
  Edit,
  MAX_EVENT_TEXT,
  SESSION_SCHEMA,
  SessionEvent,
  Usage,
} from './canonical-session.ts'
export { contentHash } from './content-hash.ts'
export { detectFormat, HEAD_CHARACTERS, type TranscriptFormat, transcriptFormats } from './detect-format.ts'
export { type Plan, planSessions, type SessionPlan, type Surveyed } from './lineage/plan-sessions.ts'
export { readPlanned } from './lineage/read-planned.ts'
export { type Survey, surveyTranscript } from './lineage/survey.ts'
export { measure } from './measure.ts'
export { openCodeSessions, type StoredSession } from './opencode-store.ts'
export { pseudonym } from './pseudonym.ts'
export {
  isMeasured,
  type ReadOptions,
  type ReadTranscript,
  readTranscript,
  readTranscriptText,
} from './read-transcript.ts'
export { redact } from './redact.ts'
export { redactText } from './redact-text.ts'
export { type Rendering, render, TRANSCRIPT_CHARACTERS, TURN_CHARACTERS } from './render.ts'
export { Telemetry } from './telemetry.ts'
export { countWords } from './words.ts'
