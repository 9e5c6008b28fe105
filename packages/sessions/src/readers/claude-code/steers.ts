import type { SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asObject, asString, type JsonObject, parseJson } from '../../json.ts'
import { contentOf, isPersons } from './human-prompt.ts'

type Steer = Extract<SessionEvent, { type: 'steer' }>
/**
 * A message in the queue. `dequeued`: given out to be the next prompt; `delivered`: handed to the agent while it worked.
 * `event` is null for what no person typed, which is followed only to know what the queue gives out next.
 */
type Message = {
  readonly event: Steer | null
  readonly key: string
  state: 'waiting' | 'dequeued' | 'delivered' | 'prompt' | 'takenBack'
}

/** Enough of a text to know it again; a slash command is repeated with other white space. */
const keyOf = (text: string) => text.slice(0, 2_000).replace(/\s+/g, ' ').trim()

const programs = ['<task-notification>', '<cross-session-message', '<teammate-message']

/** Not a person's words: notifications of tasks, messages of other sessions, and JSON that another program enqueued. */
function isTyped(text: string): boolean {
  if (text === '' || programs.some((start) => text.startsWith(start))) return false
  return !/^[[{]/.test(text) || parseJson(text) === undefined
}

/** Messages that were given out and whose fate is open: a bound on what a prompt is compared with. */
const MAX_GIVEN_OUT = 64

/**
 * Messages typed while the agent was busy (telemetry: steers). Each is proposed when it is typed; one that is then taken
 * back, or that comes to be a prompt, is withdrawn, which is known for certain only at the end.
 */
export function createSteers() {
  const messages = new Map<string, Message[]>()
  const waiting = new Set<Message>()
  const givenOut = new Set<Message>()

  const withKey = (key: string, state: Message['state']) =>
    messages.get(key)?.find((message) => message.state === state)

  function propose(text: string, at: string | null): Steer | null {
    const key = keyOf(text)
    for (const message of givenOut) {
      if (message.key !== key) continue
      // Given out and put back, sometimes dozens of times within a second: still the one message.
      givenOut.delete(message)
      waiting.add(message)
      message.state = 'waiting'
      return null
    }
    const event: Steer | null = isTyped(text) ? { type: 'steer', at, text: eventText(text) } : null
    const message: Message = { event, key, state: 'waiting' }
    const same = messages.get(key)
    if (same === undefined) messages.set(key, [message])
    else same.push(message)
    waiting.add(message)
    return event
  }

  function takeBack(text: string | undefined): void {
    const taken = text === undefined ? undefined : text.replace(/\s+/g, ' ')
    for (const message of waiting) {
      if (taken !== undefined && !taken.includes(message.key)) continue
      message.state = 'takenBack'
      waiting.delete(message)
    }
  }

  /** The message an operation is about, named by its text or else the one that waits longest, leaves the queue. */
  function leave(text: string | undefined, state: 'dequeued' | 'delivered'): void {
    const named = text === undefined ? undefined : withKey(keyOf(text), 'waiting')
    const message = named ?? waiting.values().next().value
    if (message === undefined) return
    waiting.delete(message)
    message.state = state
    if (state === 'dequeued' && givenOut.size < MAX_GIVEN_OUT) givenOut.add(message)
  }

  return {
    /** A `queue-operation` entry; the steer it proposes, if it does. */
    queueOperation(entry: JsonObject, at: string | null): Steer | null {
      const text = asString(entry.content)?.trim()
      switch (entry.operation) {
        case 'enqueue':
          return text === undefined || text === '' ? null : propose(text, at)
        case 'dequeue':
          leave(text, 'dequeued')
          return null
        case 'remove':
          leave(text, 'delivered')
          return null
        case 'popAll':
          takeBack(text)
          return null
        default:
          return null
      }
    },
    /** A `queued_command` attachment: a message as it was handed to the agent, enqueued before or known only by this. */
    queuedCommand(attachment: JsonObject, at: string | null): Steer | null {
      if (attachment.commandMode === 'task-notification' || attachment.isMeta === true) return null
      if (!isPersons(attachment.origin)) return null
      const text = contentOf(attachment.prompt).texts.join('\n').trim()
      const known = messages.get(keyOf(text))?.some(({ state }) => state !== 'takenBack') === true
      if (known || !isTyped(text)) return null
      const steer = propose(text, at)
      leave(text, 'delivered')
      return steer
    },
    /** A person's prompt. What stood in the queue with the same text, or was given out to be part of it, is no steer. */
    prompt(text: string): void {
      const key = keyOf(text)
      const same = withKey(key, 'dequeued') ?? withKey(key, 'waiting') ?? withKey(key, 'delivered')
      if (same !== undefined) {
        same.state = 'prompt'
        waiting.delete(same)
      }
      for (const message of givenOut) {
        if (message.key !== '' && ` ${key} `.includes(` ${message.key} `)) message.state = 'prompt'
      }
      givenOut.clear()
    },
    /** The proposed steers that turned out to be none. */
    withdrawn(): readonly SessionEvent[] {
      return [...messages.values()]
        .flat()
        .flatMap(({ event, state }) =>
          event !== null && (state === 'takenBack' || state === 'prompt') ? [event] : [],
        )
    },
  }
}

export const queuedCommandOf = (entry: JsonObject): JsonObject | undefined => {
  const attachment = asObject(entry.attachment)
  return attachment?.type === 'queued_command' ? attachment : undefined
}
