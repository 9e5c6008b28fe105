import { asObject, asString, type JsonObject } from '../../json.ts'
import { objectsIn } from '../../objects.ts'
import { type Action, answerAction, openAction } from '../../tool-call.ts'

type Call = {
  readonly id: string | undefined
  readonly action: Action
  /** Whether the result says if it is an error. */
  readonly toldError: boolean
}

/**
 * The tool calls of an agent's step with the results of its observation: those that name their call, and those that name
 * none by order. A single result without a name answers every call of the step that has none of its own, as a terminal's
 * screen does after several commands.
 */
export function callsOf(
  step: JsonObject,
  at: string | null,
  sidechain: boolean,
  count: (kind: string) => void,
): Call[] {
  const calls = objectsIn(step.tool_calls)
  const results = objectsIn(asObject(step.observation)?.results)
  const named = new Map(results.map((result) => [asString(result.source_call_id), result]))
  const unnamed = results.filter((result) => asString(result.source_call_id) === undefined)
  const waiting = calls.filter((call) => !named.has(asString(call.tool_call_id) ?? ''))
  for (const id of named.keys()) {
    if (id !== undefined && !calls.some((call) => call.tool_call_id === id))
      count('result:no call waits for it')
  }
  return calls.map((call) => {
    const id = asString(call.tool_call_id)
    const action = openAction({ at, tool: asString(call.function_name), input: call.arguments, sidechain })
    const byOrder = unnamed.length === 1 ? unnamed[0] : unnamed[waiting.indexOf(call)]
    const result =
      (id === undefined ? undefined : named.get(id)) ?? (waiting.includes(call) ? byOrder : undefined)
    if (result === undefined) return { id, action, toldError: false }
    const error = errorOf(result) ?? errorOf(call) ?? errorOf(step)
    answerAction(action, error === true, result.content)
    return { id, action, toldError: error !== undefined }
  })
}

/** What a writer of the format says beside a result, a call or a step: whether it failed. */
function errorOf(of: JsonObject): boolean | undefined {
  const extra = asObject(of.extra)
  const told = [of.is_error, extra?.is_error, extra?.tool_result_is_error]
  return told.find((value) => typeof value === 'boolean')
}
