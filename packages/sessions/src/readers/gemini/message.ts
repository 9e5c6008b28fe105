import type { SessionEvent, Usage } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { freshInput } from '../../fresh-input.ts'
import { asArray, asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { headOf, storable } from '../../text.ts'
import { timeOf } from '../../time.ts'
import type { Action } from '../../tool-call.ts'
import { countWords } from '../../words.ts'
import { actionOf } from './tool-calls.ts'
import { partsOf, readUserMessage } from './user-message.ts'

type Count = (kind: string, name?: string) => void

/** A message as its events, with what is to be known of it when all messages are there. */
export type ReadMessage = {
  readonly type: string
  readonly at: string | null
  readonly model: string | null
  readonly events: readonly SessionEvent[]
  /** The actions among the events by the id of their call. */
  readonly calls: readonly { readonly id: string | undefined; readonly action: Action }[]
  /** The person stopped the agent: the tool says so, or gave up a call. */
  readonly stop: 'said' | 'call' | null
}

/** A message of any type. What is of none of the tool's types has no events and is counted. */
export function readMessage(message: JsonObject, count: Count): ReadMessage {
  const type = asString(message.type) ?? 'untyped'
  const at = timeOf(message.timestamp)
  const none = { type, at, model: null, events: [], calls: [], stop: null } as const
  switch (type) {
    case 'user':
      return { ...none, events: userEvents(message, at) }
    case 'gemini':
      return geminiMessage(message, at)
    case 'info':
    case 'error':
    case 'warning': {
      const text = partsOf(message.content).texts.join('\n')
      if (/^(?:Request|User) cancelled\b|^User cancelled the request/.test(text)) {
        return { ...none, events: [{ type: 'interruption', at }], stop: 'said' }
      }
      return { ...none, events: text === '' ? [] : [{ type: 'system', at, text: eventText(text) }] }
    }
    default:
      count('entry:', type)
      return none
  }
}

function userEvents(message: JsonObject, at: string | null): SessionEvent[] {
  const read = readUserMessage(message)
  if (read.kind === 'compaction') return [{ type: 'system', at, text: eventText(read.text) }]
  if (read.kind === 'none') return []
  const attached = read.attachments > 0 ? { attachments: read.attachments } : {}
  return [{ type: 'prompt', at, text: eventText(read.text), ...attached }]
}

function geminiMessage(message: JsonObject, at: string | null): ReadMessage {
  const events: SessionEvent[] = []
  const model = asString(message.model)
  const usage = usageOf(message)
  // The tool's own answer to a compressed history names no model and cost nothing.
  const own = model === undefined && usage === null && !Array.isArray(message.toolCalls)
  const name = storable(headOf(model ?? 'unknown', 200))
  if (!own) events.push({ type: 'modelCall', at, model: name, usage })
  const text = partsOf(message.content).texts.join('')
  const words = countWords(text)
  if (words > 0)
    events.push(
      own
        ? { type: 'system', at, text: eventText(text) }
        : { type: 'agentText', at, text: eventText(text), words },
    )
  const calls = asArray(message.toolCalls).flatMap((value) => {
    const call = asObject(value)
    return call === undefined ? [] : [{ id: asString(call.id), action: actionOf(call, at) }]
  })
  for (const { action } of calls) events.push(action)
  const cancelled = asArray(message.toolCalls).some((call) => asObject(call)?.status === 'cancelled')
  return { type: 'gemini', at, model: own ? null : name, events, calls, stop: cancelled ? 'call' : null }
}

/** `input` is recorded with what was cached, and `output` without thoughts. */
function usageOf(message: JsonObject): Usage | null {
  const tokens = asObject(message.tokens)
  if (tokens === undefined) return null
  return {
    input: freshInput(asCount(tokens.input), asCount(tokens.cached)),
    output: asCount(tokens.output),
    cacheRead: asCount(tokens.cached),
    cacheCreation: 0,
  }
}
