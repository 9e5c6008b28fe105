import type { SessionEvent, Usage } from '../../canonical-session.ts'
import { asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { mostFrequent } from '../../most-frequent.ts'
import { headOf, storable } from '../../text.ts'

type ModelCall = Extract<SessionEvent, { type: 'modelCall' }>

const NONE: Usage = { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 }

/** Input counts what was read from the cache and written to it; here it does not, as in other sources. */
function usageOf(metrics: unknown): Usage {
  const usage = asObject(asObject(metrics)?.usage)
  const cacheRead = asCount(usage?.cacheReadTokens)
  const cacheCreation = asCount(usage?.cacheWriteTokens)
  return {
    input: Math.max(0, asCount(usage?.inputTokens) - cacheRead - cacheCreation),
    output: asCount(usage?.outputTokens),
    cacheRead,
    cacheCreation,
  }
}

const plus = (a: Usage, b: Usage): Usage => ({
  input: a.input + b.input,
  output: a.output + b.output,
  cacheRead: a.cacheRead + b.cacheRead,
  cacheCreation: a.cacheCreation + b.cacheCreation,
})

/**
 * Distinct model messages, by their id. What each used is not in the log but its output; the end of the session says what all of
 * them used (and those of sub-agents, and of compactions), which is given to the last one.
 */
export function createModelCalls() {
  const known = new Set<string>()
  const lines = new Map<string, number>()
  /** What a run of the tool used, by the time it began: resumed, it begins anew. */
  const runs = new Map<unknown, Usage>()
  let selected: string | null = null
  let last: ModelCall | undefined

  const nameOf = (value: unknown): string | null => {
    const name = asString(value)
    return name === undefined || name === '' ? null : storable(headOf(name, 200))
  }

  return {
    selects(model: unknown): void {
      selected = nameOf(model) ?? selected
    },
    /** An `assistant.message`; the call it begins, or null where it goes on with one. */
    message(data: JsonObject, at: string | null): ModelCall | null {
      const named = nameOf(data.model) ?? selected
      if (named !== null) lines.set(named, (lines.get(named) ?? 0) + 1)
      const id = asString(data.messageId) ?? asString(data.apiCallId) ?? `message ${known.size}`
      if (known.has(id)) return null
      known.add(id)
      last = { type: 'modelCall', at, model: named ?? 'unknown', usage: null }
      return last
    },
    /** A `session.shutdown`: what each model used in this run. */
    shutdown(data: JsonObject): void {
      selected ??= nameOf(data.currentModel)
      const used = Object.values(asObject(data.modelMetrics) ?? {}).map(usageOf)
      runs.set(data.sessionStartTime, used.reduce(plus, NONE))
    },
    /** Gives the last call what was used; false where the log does not say it. */
    settle(): boolean {
      const used = [...runs.values()].reduce(plus, NONE)
      if (last === undefined || used.input + used.output + used.cacheRead === 0) return false
      last.usage = used
      return true
    },
    /** The model with the most messages. */
    mainModel: () => mostFrequent(lines) ?? selected,
  }
}
