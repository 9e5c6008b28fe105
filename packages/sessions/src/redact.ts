import { type CanonicalSession, MAX_EVENT_TEXT, type SessionEvent } from './canonical-session.ts'
import { redactEmails } from './emails.ts'
import { redactPrivateKeys } from './private-keys.ts'
import { ruleGroups } from './secret-rules.ts'
import { cutMiddle } from './text.ts'

/** What the schema of a canonical session takes: placeholders can be longer than what they stand for. */
const MAX_TEXT = 2 * MAX_EVENT_TEXT
const MAX_SUMMARY = 2_000
const MAX_PATH = 1_000

const prepared = ruleGroups.map(({ gate, common = false, rules }) => ({
  gate,
  common,
  rules: rules.map(({ kind, pattern, replacement }) => ({
    pattern,
    replacement: replacement ?? `[REDACTED:${kind}]`,
  })),
}))

/** Opens where a gate that is not common does: one search tells of nearly all texts that they hold none of these. */
const anyRareGate = new RegExp(
  ruleGroups.flatMap(({ gate, common }) => (common === true ? [] : [gate.source])).join('|'),
)

/** More passes than any text was seen to need: two. */
const MAX_PASSES = 4

/**
 * Replaces secrets and personal data by typed, stable placeholders. Applying it again changes nothing: what a placeholder
 * uncovers, by ending a word or a path beside it, is looked at once more.
 */
export function redactText(text: string): string {
  let before = text
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const after = redactOnce(before)
    if (after === before) break
    before = after
  }
  return before
}

function redactOnce(text: string): string {
  let redacted = redactPrivateKeys(text)
  // A placeholder opens no gate that was closed, so that it is enough to ask once.
  const rare = anyRareGate.test(redacted)
  for (const { gate, common, rules } of prepared) {
    if (!(rare || common) || !gate.test(redacted)) continue
    for (const { pattern, replacement } of rules) redacted = redacted.replace(pattern, replacement)
  }
  // After the connection strings, whose passwords stand before an `@` too.
  return redactEmails(redacted)
}

const redactTo = (text: string, limit: number) => cutMiddle(redactText(text), limit)

function redactEvent(event: SessionEvent): SessionEvent {
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
        summary: redactTo(event.summary, MAX_SUMMARY),
        resultText: resultText === undefined ? undefined : redactTo(resultText, MAX_SUMMARY),
        edits: event.edits.map((edit) => ({ ...edit, path: redactTo(edit.path, MAX_PATH) })),
      }
    }
    default:
      return event
  }
}

/**
 * A session without secrets and personal data in its texts, paths and tool calls. Its counts do not change; its
 * `externalId` does not either, since it names the session.
 */
export function redact(session: CanonicalSession): CanonicalSession {
  return {
    ...session,
    project: session.project === null ? null : redactTo(session.project, MAX_PATH),
    events: session.events.map(redactEvent),
  }
}
