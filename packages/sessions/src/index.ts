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
export { measure } from './measure.ts'
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
