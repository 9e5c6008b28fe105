import type { SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asArray, asString, type JsonObject } from '../../json.ts'

/** Origins of messages that a person typed; others are skills, other agents, schedules and the tool itself. */
const persons = /^(?:user|command)\b/

const wrapper = /^\s*<(?:system_notification|system_reminder|current_datetime)>/

function isPersons(data: JsonObject, text: string): boolean {
  const source = asString(data.source)
  if (source !== undefined && !persons.test(source)) return false
  return data.isAutopilotContinuation !== true && data.crossSession === undefined && !wrapper.test(text)
}

/**
 * The person's messages. `delivery` says how one came to the agent: one that is injected while it works (`steering`) is a steer,
 * one that waited in the queue is a prompt of its own. Earlier versions do not say it: there a message within a turn is a steer.
 */
export function createPrompts() {
  let inTurn = false
  let told = false

  return {
    turnStarts(): void {
      inTurn = true
    },
    turnEnds(): void {
      inTurn = false
    },
    /** A `user.message` of the main conversation; null where it is no person's. */
    said(data: JsonObject, at: string | null): SessionEvent | null {
      const text = (asString(data.content) ?? '').trim()
      const attachments = asArray(data.attachments).length
      if (!isPersons(data, text) || (text === '' && attachments === 0)) return null
      const delivery = asString(data.delivery)
      const steers = delivery === undefined ? inTurn : delivery === 'steering'
      told ||= delivery !== undefined || steers
      if (steers) return { type: 'steer', at, text: eventText(text) }
      return { type: 'prompt', at, text: eventText(text), ...(attachments > 0 ? { attachments } : {}) }
    },
    /** Whether steers are told from prompts. */
    tellSteers: () => told,
  }
}
