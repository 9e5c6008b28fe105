import type { SessionEvent, Usage } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { freshInput } from '../../fresh-input.ts'
import { asArray, asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { soundId } from '../../sound-id.ts'
import { headOf, storable } from '../../text.ts'
import { timeOf } from '../../time.ts'
import { countWords } from '../../words.ts'
import { callsOf } from './calls.ts'

type Count = (kind: string, name?: string) => void

/** More inferences than one step can stand for. */
const MAX_CALLS = 1_000

/** Reads steps one by one. `calls` holds the ids of the tool calls met so far, of sub-agents as well. */
export function createSteps(count: Count) {
  const known = new Set<string>()
  /** Whether any result says if it is an error: the format has no member for it, some of its writers do. */
  let tellsErrors = false
  let hasUsage = false

  /** A step's tool calls without those that an earlier step has. */
  function newCalls(step: JsonObject, at: string | null, sidechain: boolean): SessionEvent[] {
    const events: SessionEvent[] = []
    for (const { id, action, toldError } of callsOf(step, at, sidechain, count)) {
      if (toldError) tellsErrors = true
      const sound = soundId(id)
      if (sound !== undefined && known.has(sound)) continue
      if (sound !== undefined) known.add(sound)
      events.push(action)
    }
    return events
  }

  function agentStep(step: JsonObject, at: string | null, model: string, sidechain: boolean): SessionEvent[] {
    const events: SessionEvent[] = []
    const usage = usageOf(step)
    if (usage !== null) hasUsage = true
    const inferences = typeof step.llm_call_count === 'number' ? asCount(step.llm_call_count) : 1
    for (let call = 0; call < Math.min(inferences, MAX_CALLS); call += 1) {
      events.push({ type: 'modelCall', at, model, usage: call === 0 ? usage : null })
    }
    const text = textOf(step.message)
    const words = countWords(text)
    if (words > 0 && !sidechain) events.push({ type: 'agentText', at, text: eventText(text), words })
    events.push(...newCalls(step, at, sidechain))
    return events
  }

  return {
    /** The events of a step; of a step that was copied out of an earlier trajectory there are none. */
    read(value: unknown, defaultModel: string | undefined, sidechain: boolean): SessionEvent[] {
      const step = asObject(value)
      if (step === undefined) {
        count('entry:no object')
        return []
      }
      if (step.is_copied_context === true) return []
      const at = stepTime(step)
      const model = storable(headOf(asString(step.model_name) ?? defaultModel ?? 'unknown', 200))
      if (step.source === 'agent') return agentStep(step, at, model, sidechain)
      if (step.source === 'user') return sidechain ? [] : userStep(step, at)
      if (step.source === 'system') return sidechain ? [] : systemStep(step, at)
      count('entry:', asString(step.source) ?? 'untyped')
      return []
    },
    tellsErrors: () => tellsErrors,
    hasUsage: () => hasUsage,
  }
}

/** A step's time; one without a zone is taken for UTC, so that it is the same on every machine. */
export function stepTime(step: JsonObject): string | null {
  const time = asString(step.timestamp)
  return timeOf(time !== undefined && /[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(time) ? `${time}Z` : time)
}

function userStep(step: JsonObject, at: string | null): SessionEvent[] {
  const text = textOf(step.message).trim()
  const attachments = asArray(step.message).filter((part) => asObject(part)?.type === 'image').length
  if (text === '' && attachments === 0) return []
  return [{ type: 'prompt', at, text: eventText(text), ...(attachments > 0 ? { attachments } : {}) }]
}

function systemStep(step: JsonObject, at: string | null): SessionEvent[] {
  const text = textOf(step.message)
  return text.trim() === '' ? [] : [{ type: 'system', at, text: eventText(text) }]
}

/** A message is a text, or since version 1.6 a list of content parts. */
function textOf(message: unknown): string {
  const whole = asString(message)
  if (whole !== undefined) return whole
  return asArray(message)
    .flatMap((part) => asString(asObject(part)?.text) ?? [])
    .join('\n')
}

function usageOf(step: JsonObject): Usage | null {
  const metrics = asObject(step.metrics)
  if (metrics === undefined) return null
  if (typeof metrics.prompt_tokens !== 'number' && typeof metrics.completion_tokens !== 'number') return null
  const cacheRead = asCount(metrics.cached_tokens)
  const cacheCreation = asCount(asObject(metrics.extra)?.cache_creation_input_tokens)
  const input = freshInput(asCount(metrics.prompt_tokens), cacheRead, cacheCreation)
  return { input, output: asCount(metrics.completion_tokens), cacheRead, cacheCreation }
}
