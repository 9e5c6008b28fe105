export {
  CanonicalSession,
  Carries,
  Edit,
  MAX_EVENT_TEXT,
  SESSION_SCHEMA,
  SessionEvent,
  Usage,
} from './canonical-session.ts'
export { Telemetry } from './telemetry.ts'
