import type { SessionEvent, Usage } from '../../canonical-session.ts'
import { asCount, asObject, asString, type JsonObject } from '../../json.ts'
import { mostFrequent } from '../../most-frequent.ts'
import { headOf, storable } from '../../text.ts'

type ModelCall = Extract<SessionEvent, { type: 'modelCall' }>
type Tokens = {
  readonly input: number
  readonly cached: number
  readonly written: number
  readonly output: number
}

const UNKNOWN = 'unknown'
const NONE: Tokens = { input: 0, cached: 0, written: 0, output: 0 }

function tokensOf(value: unknown): Tokens | undefined {
  const of = asObject(value)
  if (of === undefined) return undefined
  return {
    input: asCount(of.input_tokens),
    cached: asCount(of.cached_input_tokens),
    written: asCount(of.cache_write_input_tokens),
    output: asCount(of.output_tokens),
  }
}

const minus = (a: Tokens, b: Tokens): Tokens => ({
  input: a.input - b.input,
  cached: a.cached - b.cached,
  written: a.written - b.written,
  output: a.output - b.output,
})
const isNone = (of: Tokens) => of.input === 0 && of.cached === 0 && of.output === 0
const isSum = (of: Tokens) => of.input >= 0 && of.cached >= 0 && of.written >= 0 && of.output >= 0

/** OpenAI counts the cached tokens among the input; here input is what was not cached, as in other sources. */
const usageOf = ({ input, cached, written, output }: Tokens): Usage => ({
  input: Math.max(0, input - cached - written),
  output,
  cacheRead: cached,
  cacheCreation: written,
})

/**
 * Distinct model messages, which have no id in a rollout. One is a run of items that the model wrote (reasoning, messages,
 * calls) without an input (a result, a message to it) between them; a `token_count` whose totals have grown ends it, and is
 * one by itself where there is no run that it could be of (a compaction). First versions write it before the run.
 */
export function createModelCalls() {
  const items = new Map<string, number>()
  const responses = new Set<string>()
  let model = UNKNOWN
  let open: ModelCall | null = null
  let inputSince = false
  let total: Tokens | undefined
  let metered = false

  const begin = (at: string | null): ModelCall => {
    open = { type: 'modelCall', at, model, usage: null }
    inputSince = false
    return open
  }

  function meter(tokens: Tokens, at: string | null): ModelCall | null {
    metered = true
    if (open !== null && open.usage === null) {
      open.usage = usageOf(tokens)
      open = null
      return null
    }
    const call = begin(at)
    call.usage = usageOf(tokens)
    return call
  }

  /** What a `token_count` adds to the totals before it; nothing where it repeats them. */
  function grown(info: JsonObject | undefined): Tokens {
    const now = tokensOf(info?.total_token_usage)
    const before = total
    total = now ?? total
    const last = tokensOf(info?.last_token_usage)
    // The totals of a session's first part, or of its parent's, are not this part's.
    if (now === undefined || before === undefined) return last ?? now ?? NONE
    const added = minus(now, before)
    return isSum(added) ? added : (last ?? now)
  }

  return {
    model(name: unknown): void {
      const text = asString(name)
      if (text !== undefined && text !== '') model = storable(headOf(text, 200))
    },
    /** An item that the model wrote; the call it begins, or null where it goes on with one. */
    item(at: string | null): ModelCall | null {
      if (model !== UNKNOWN) items.set(model, (items.get(model) ?? 0) + 1)
      return open === null || inputSince ? begin(at) : null
    },
    input(): void {
      inputSince = true
    },
    /** A `token_count`; the call that stands behind it alone, or null. */
    tokenCount(info: unknown, at: string | null): ModelCall | null {
      const tokens = grown(asObject(info))
      return isNone(tokens) || responses.size > 0 ? null : meter(tokens, at)
    },
    /** A `token_usage_record` of later versions: the usage of one response, by its id. */
    usageRecord(record: JsonObject, at: string | null): ModelCall | null {
      const id = asString(record.response_id) ?? `response ${responses.size}`
      const tokens = tokensOf(record.usage)
      if (responses.has(id) || tokens === undefined) return null
      responses.add(id)
      return meter(tokens, at)
    },
    /** A `token_count` of another session's, repeated here: the totals go on from it. */
    inherit(info: unknown): void {
      total = tokensOf(asObject(info)?.total_token_usage) ?? total
    },
    isMetered: () => metered,
    /** The model with the most items. */
    mainModel: () => mostFrequent(items),
  }
}
