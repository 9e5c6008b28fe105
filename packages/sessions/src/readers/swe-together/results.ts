import { asObject, asString, type JsonObject } from '../../json.ts'

export type Result = { readonly isError: boolean; readonly text: string }

/** Statuses of calls that did not do what they were to do, because it went wrong or the person forbade it. */
const failed = new Set(['error', 'failed', 'cancelled', 'canceled', 'rejected', 'denied'])
const open = new Set(['pending', 'running', 'in_progress'])

/** What a tool use says of its result; undefined where it has none. Its status is the agent's own verdict. */
export function resultOf(use: JsonObject): Result | undefined {
  const status = asString(use.status)
  if (status !== undefined && open.has(status)) return undefined
  const { output } = use
  if (status === undefined && output === undefined) return undefined
  const of = asObject(output)
  const isError = failed.has(status ?? '') || use.is_error === true
  return { isError, text: asString(output) ?? asString(of?.text) ?? asString(of?.output) ?? '' }
}
