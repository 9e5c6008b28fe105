import type { SessionEvent, Usage } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { headOf, storable } from '../../text.ts'
import { timeOfEpoch } from '../../time.ts'
import { answerAction, openAction } from '../../tool-call.ts'
import { countWords } from '../../words.ts'
import { editsOf } from './edits.ts'

type Count = (kind: string, name?: string) => void

/** Parts that repeat what others record, or say nothing of what person and agent did. */
const silent = new Set([
  'reasoning',
  'step-start',
  'step-finish',
  'snapshot',
  'patch',
  'retry',
  'file',
  'agent',
])

/** The events of an assistant message, in their order. */
export function assistantEvents(
  info: JsonObject,
  parts: readonly JsonObject[],
  count: Count,
): SessionEvent[] {
  const at = timeOfEpoch(asObject(info.time)?.created)
  const events: SessionEvent[] = []
  if (isModelCall(info, parts))
    events.push({ type: 'modelCall', at, model: modelOf(info), usage: usageOf(info) })
  for (const part of parts) {
    const type = asString(part.type) ?? 'untyped'
    if (type === 'text') events.push(...textEvents(info, part, at))
    else if (type === 'tool') events.push(toolEvent(part, at))
    else if (!silent.has(type)) count('part:assistant.', type)
  }
  const error = asObject(info.error)
  if (error?.name === 'MessageAbortedError') events.push({ type: 'interruption', at })
  else if (error !== undefined) {
    const text = asString(asObject(error.data)?.message) ?? asString(error.name) ?? 'error'
    events.push({ type: 'system', at, text: eventText(text) })
  }
  return events
}

export const modelOf = (info: JsonObject): string =>
  storable(headOf(asString(info.modelID) ?? asString(asObject(info.model)?.modelID) ?? 'unknown', 200))

/** A message that stands for a command the person ran, or for a request that failed, comes from no model. */
function isModelCall(info: JsonObject, parts: readonly JsonObject[]): boolean {
  const usage = usageOf(info)
  if (usage !== null && usage.input + usage.output + usage.cacheRead + usage.cacheCreation > 0) return true
  return parts.some(({ type }) => type === 'step-start' || type === 'reasoning' || type === 'text')
}

function usageOf(info: JsonObject): Usage | null {
  const tokens = asObject(info.tokens)
  if (tokens === undefined) return null
  const cache = asObject(tokens.cache)
  return {
    input: asCount(tokens.input),
    output: asCount(tokens.output),
    cacheRead: asCount(cache?.read),
    cacheCreation: asCount(cache?.write),
  }
}

function textEvents(info: JsonObject, part: JsonObject, messageAt: string | null): SessionEvent[] {
  const text = asString(part.text) ?? ''
  const words = countWords(text)
  if (words === 0 || part.synthetic === true || part.ignored === true) return []
  const at = timeOfEpoch(asObject(part.time)?.start) ?? messageAt
  // The summary of a compaction is written for the model, not to the person.
  if (info.summary === true) return [{ type: 'system', at, text: eventText(text) }]
  return [{ type: 'agentText', at, text: eventText(text), words }]
}

function toolEvent(part: JsonObject, messageAt: string | null): SessionEvent {
  const state = asObject(part.state)
  const at = timeOfEpoch(asObject(state?.time)?.start) ?? messageAt
  const tool = asString(part.tool)
  const input = state?.input
  const action = openAction({ at, tool, input })
  if (state?.status === 'error') answerAction(action, true, state.error)
  if (state?.status === 'completed') {
    answerAction(action, false, state.output)
    action.edits = editsOf(tool ?? '', asObject(input) ?? {}, asObject(state.metadata))
  }
  return action
}
