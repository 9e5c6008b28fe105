import {
  type CanonicalSession,
  type Carries,
  SESSION_SCHEMA,
  type SessionEvent,
} from '../../canonical-session.ts'
import { asArray, asObject, asString, type JsonObject } from '../../json.ts'
import { mostFrequent } from '../../most-frequent.ts'
import type { Folded } from '../../reader.ts'
import { soundId } from '../../sound-id.ts'
import { cutMiddle, headOf, storable } from '../../text.ts'
import { createTimeSpan } from '../../time.ts'
import { createUnknown } from '../../unknown.ts'
import { type ReadMessage, readMessage } from './message.ts'
import { withStops } from './stops.ts'

/** Steers are not carried: what is typed while the agent is busy waits and becomes a prompt. */
const carries: readonly Carries[] = [
  'actionResults',
  'agentText',
  'actionInputs',
  'patches',
  'sidechains',
  'interruptions',
  'modelCalls',
  'usage',
]

/**
 * A conversation of Gemini CLI as its messages come, whether out of a document or a log. Holds each message's events
 * under its id: the last of the same id wins, in the place of the first.
 */
export function createConversation(source: 'gemini-json' | 'gemini-jsonl') {
  const { count, counts } = createUnknown()
  let messages = new Map<string, ReadMessage>()
  let metadata: JsonObject = {}
  let entries = 0
  let unnamed = 0

  function message(value: unknown): void {
    const of = asObject(value)
    if (of === undefined) {
      count('entry:no object')
      return
    }
    entries += 1
    unnamed += 1
    const id = soundId(of.id) ?? `unnamed ${unnamed}`
    messages.set(id, readMessage(of, count))
  }

  /** All messages anew. Where they begin with a summary, the history was compressed: what was said before it stays said. */
  function replaceMessages(values: readonly unknown[]): void {
    const before = messages
    messages = new Map()
    for (const value of values) message(value)
    const isCompressed = [...messages].some(
      ([id, { type, events }]) => !before.has(id) && type === 'user' && events[0]?.type === 'system',
    )
    if (!isCompressed) return
    const after = messages
    messages = new Map(before)
    for (const [id, read] of after) messages.set(id, read)
  }

  return {
    count,
    message,
    metadata(values: JsonObject): void {
      entries += 1
      const { messages: replaced, ...others } = values
      metadata = { ...metadata, ...others }
      if (Array.isArray(replaced)) replaceMessages(asArray(replaced))
    },
    /** Takes back a message and what came after it; all where it is none of these, as the tool does. */
    rewindTo(id: string): void {
      entries += 1
      const ids = [...messages.keys()]
      for (const later of ids.slice(Math.max(0, ids.indexOf(id)))) messages.delete(later)
    },
    finish(name: string | undefined): Folded {
      const isSubAgent = metadata.kind === 'subagent'
      const kept = [...messages.values()]
      const span = createTimeSpan()
      const models = new Map<string, number>()
      for (const { type, at, model } of kept) {
        if (type === 'user' || type === 'gemini') span.add(at)
        if (model !== null) models.set(model, (models.get(model) ?? 0) + 1)
      }
      const events = withoutRepeatedCalls(kept)
      const own = soundId(metadata.sessionId) ?? (name === undefined || name === '' ? 'unnamed' : name)
      const directory = asString(asArray(metadata.directories)[0])
      const session: CanonicalSession = {
        schema: SESSION_SCHEMA,
        source,
        externalId: storable(headOf(own, 200)),
        agent: 'gemini-cli',
        entrypoint: null,
        project: directory === undefined ? null : storable(cutMiddle(directory, 1_000)),
        headless: false,
        ...span.read(),
        mainModel: mostFrequent(models),
        carries: [...carries],
        events: isSubAgent ? events.flatMap(asSidechain) : events,
      }
      return { session, unknown: counts(), entries }
    },
  }
}

/** The events of all messages; a call that stands in several counts once, as the last says it ended. */
function withoutRepeatedCalls(messages: readonly ReadMessage[]): SessionEvent[] {
  const last = new Map<string, SessionEvent>()
  const repeated = new Set<SessionEvent>()
  for (const { id: given, action } of messages.flatMap(({ calls }) => calls)) {
    const id = soundId(given)
    if (id === undefined) continue
    const before = last.get(id)
    if (before !== undefined) repeated.add(before)
    last.set(id, action)
  }
  return withStops(messages).filter((event) => !repeated.has(event))
}

/** A sub-agent's prompts come from the agent that started it, and its words go there. */
function asSidechain(event: SessionEvent): readonly SessionEvent[] {
  if (event.type === 'action') return [{ ...event, sidechain: true }]
  return event.type === 'modelCall' ? [event] : []
}
