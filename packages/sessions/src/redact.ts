import { createHash } from 'node:crypto'
import { type CanonicalSession, MAX_EVENT_TEXT, type SessionEvent } from './canonical-session.ts'
import { redactText } from './redact-text.ts'
import { cutMiddle, headOf } from './text.ts'

/** What the schema of a canonical session takes: placeholders can be longer than what they stand for. */
const MAX_TEXT = 2 * MAX_EVENT_TEXT
const MAX_SUMMARY = 2_000
const MAX_PATH = 1_000
const MAX_NAME = 200
const MAX_AGENT = 100

type Redact = (text: string, limit: number) => string

const redactTo: Redact = (text, limit) => cutMiddle(redactText(text), limit)

/** Longer texts seldom come twice. */
const MAX_REPEATED = 300

/** Redacts a text that comes again only once: paths, commands and names make up most of a session's texts. */
function redactOnceEach(): Redact {
  const done = new Map<string, string>()
  return (text, limit) => {
    if (text.length > MAX_REPEATED) return redactTo(text, limit)
    const known = done.get(text)
    if (known !== undefined) return cutMiddle(known, limit)
    const redacted = redactText(text)
    done.set(text, redacted)
    return cutMiddle(redacted, limit)
  }
}

function redactEvent(event: SessionEvent, redactTo: Redact): SessionEvent {
  switch (event.type) {
    case 'prompt':
    case 'steer':
    case 'agentText':
    case 'system': {
      const text = redactTo(event.text, MAX_TEXT)
      return text === event.text ? event : { ...event, text }
    }
    case 'action': {
      const { resultText } = event
      return {
        ...event,
        tool: redactTo(event.tool, MAX_NAME),
        summary: redactTo(event.summary, MAX_SUMMARY),
        resultText: resultText === undefined ? undefined : redactTo(resultText, MAX_SUMMARY),
        edits: event.edits.map((edit) => ({ ...edit, path: redactTo(edit.path, MAX_PATH) })),
      }
    }
    case 'modelCall': {
      const model = redactTo(event.model, MAX_NAME)
      return model === event.model ? event : { ...event, model }
    }
    default:
      return event
  }
}

/**
 * A session without secrets and personal data in any of its strings. Its counts do not change. Where its `externalId` holds
 * any, the id keeps telling the session from others by the start of its hash.
 */
export function redact(session: CanonicalSession): CanonicalSession {
  const redactTo = redactOnceEach()
  const orNull = (text: string | null, limit: number) => (text === null ? null : redactTo(text, limit))
  return {
    ...session,
    externalId: redactId(session.externalId),
    agent: orNull(session.agent, MAX_AGENT),
    entrypoint: orNull(session.entrypoint, MAX_AGENT),
    project: orNull(session.project, MAX_PATH),
    mainModel: orNull(session.mainModel, MAX_NAME),
    events: session.events.map((event) => redactEvent(event, redactTo)),
  }
}

const HASH_DIGITS = 12

function redactId(id: string): string {
  const redacted = redactText(id)
  if (redacted === id) return id
  const hash = createHash('sha256').update(id).digest('hex').slice(0, HASH_DIGITS)
  return `${headOf(redacted, MAX_NAME - HASH_DIGITS - 1)}-${hash}`
}
