import type { SessionEvent, Usage } from '../../canonical-session.ts'
import { asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { mostFrequent } from '../../most-frequent.ts'
import { soundId } from '../../sound-id.ts'
import { headOf, storable } from '../../text.ts'

type ModelCall = Extract<SessionEvent, { type: 'modelCall' }>

function usageOf(message: JsonObject): Usage | null {
  const usage = asObject(message.usage)
  if (usage === undefined) return null
  return {
    input: asCount(usage.input_tokens),
    output: asCount(usage.output_tokens),
    cacheRead: asCount(usage.cache_read_input_tokens),
    cacheCreation: asCount(usage.cache_creation_input_tokens),
  }
}

/**
 * Distinct model messages. One message is often written over several lines that each repeat its usage: the last usage
 * seen for it counts. Where its id is damaged, the request's id tells; where that is damaged too, the run of lines
 * without a `user` entry between them is taken as one message.
 */
export function createModelCalls() {
  const calls = new Map<string, ModelCall>()
  const lines = new Map<string, number>()
  let turn = 0

  return {
    userEntry(): void {
      turn += 1
    },
    /** An assistant line; the call it begins, or null where it goes on with one. */
    assistantLine(entry: JsonObject, message: JsonObject, at: string | null): ModelCall | null {
      const model = storable(headOf(asString(message.model) ?? 'unknown', 200))
      lines.set(model, (lines.get(model) ?? 0) + 1)
      const id = soundId(message.id) ?? soundId(entry.requestId) ?? `turn ${turn}`
      const usage = usageOf(message)
      const known = calls.get(id)
      if (known !== undefined) {
        if (usage !== null) known.usage = usage
        return null
      }
      const call: ModelCall = { type: 'modelCall', at, model, usage }
      calls.set(id, call)
      return call
    },
    /** The model with the most lines. */
    mainModel: () => mostFrequent(lines),
  }
}
