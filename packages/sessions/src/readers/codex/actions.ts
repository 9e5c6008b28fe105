import type { Edit } from '../../canonical-session.ts'
import { asObject, asString, type JsonObject, parseJson } from '../../json.ts'
import { createPairing } from '../../pairing.ts'
import { type Action, answerAction, openAction } from '../../tool-call.ts'
import { editsOfChanges, editsOfPatch, patchIn } from './patches.ts'
import { contentOfOutput, isFailure, isMcpFailure } from './results.ts'

type Call = {
  readonly action: Action
  /** What the call's own patch would change; counted where it succeeds and no event records its changes. */
  readonly proposed: readonly Edit[]
  /** An event said how the call ended. */
  failed?: boolean
  recorded?: boolean
}

/** A call's input: an object, which a function's arguments are as text, or a text. */
function inputOf(item: JsonObject): unknown {
  const text = asString(item.arguments)
  if (text !== undefined) return parseJson(text) ?? text
  return item.arguments ?? item.input ?? item.action
}

/** Tools that OpenAI runs: they have no name of their own, and their result is the call's status. */
const hosted: Readonly<Record<string, string>> = {
  web_search_call: 'web_search',
  image_generation_call: 'image_generation',
  tool_search_call: 'tool_search',
  local_shell_call: 'local_shell',
}

const SELF_ANSWERED = new Set(['web_search_call', 'image_generation_call'])

/** Tool calls with their results, and with what events record of them. */
export function createActions() {
  const calls = createPairing<Call>()
  let last: Call | undefined

  return {
    /** A call as an action that waits for its result; null where it is known already. */
    call(
      kind: string,
      item: JsonObject,
      at: string | null,
      cwd: string | undefined,
      sidechain: boolean,
    ): Action | null {
      const id = item.call_id ?? item.id
      if (id !== undefined && calls.isKnown(id)) return null
      const input = inputOf(item)
      const tool = asString(item.name) ?? hosted[kind]
      const action = openAction({ at, tool, input, sidechain })
      const patch = patchIn(tool, input)
      const workdir = asString(asObject(input)?.workdir) ?? cwd
      const call: Call = { action, proposed: patch === undefined ? [] : editsOfPatch(patch, workdir) }
      if (SELF_ANSWERED.has(kind)) answerByStatus(action, asString(item.status))
      else calls.add(id, call)
      last = call
      return action
    },
    /** A call's output; false where no call waits for it. */
    output(item: JsonObject): boolean {
      const call = calls.answer(item.call_id)
      if (call === undefined) return false
      const { output } = item
      answerAction(call.action, call.failed ?? isFailure(output), contentOfOutput(output))
      if (call.recorded !== true && call.action.result === 'ok') call.action.edits = [...call.proposed]
      return true
    },
    /** `patch_apply_end`: what was changed, or that nothing was. A patch inside a script has an id of its own. */
    patchApplied(event: JsonObject): void {
      const call = calls.find(event.call_id) ?? last
      if (call === undefined) return
      const applied = event.success !== false && event.status !== 'failed' && event.status !== 'declined'
      const edits = applied ? editsOfChanges(event.changes) : []
      call.action.edits = call.recorded === true ? [...call.action.edits, ...edits] : edits
      call.recorded = true
      if (!applied) fail(call)
    },
    mcpEnded(event: JsonObject): void {
      const call = calls.find(event.call_id)
      if (call !== undefined && isMcpFailure(event.result)) fail(call)
    },
    commandEnded(event: JsonObject): void {
      const call = calls.find(event.call_id)
      if (call !== undefined && typeof event.exit_code === 'number' && event.exit_code !== 0) fail(call)
    },
  }
}

/** The event that says so may come before or after the output. */
function fail(call: Call): void {
  call.failed = true
  if (call.action.result === 'ok') call.action.result = 'error'
}

function answerByStatus(action: Action, status: string | undefined): void {
  if (status === 'completed' || status === 'failed') action.result = status === 'failed' ? 'error' : 'ok'
}
