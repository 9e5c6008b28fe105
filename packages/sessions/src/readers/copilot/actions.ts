import { countLines, editOf } from '../../edits.ts'
import { asObject, asString, type JsonObject, parseJson } from '../../json.ts'
import { createPairing } from '../../pairing.ts'
import { type Action, answerAction, openAction } from '../../tool-call.ts'
import { editsOfDiff } from './diffs.ts'

type Call = { readonly action: Action; readonly tool: string; readonly input: unknown }

const creating = /^(?:create|create_file|write|write_file)$/
const editing =
  /^(?:edit|insert|multi_edit|str_replace|str_replace_editor|replace_string_in_file|multi_replace_string_in_file|insert_edit_into_file|apply_patch)$/

/** Arguments are an object; Copilot in VS Code writes them as text. */
const inputOf = (value: unknown): unknown => (typeof value === 'string' ? (parseJson(value) ?? value) : value)

/** Tool calls with their results. Each stands in the message that asks for it and in the event that starts it. */
export function createActions() {
  const calls = createPairing<Call>()
  const personsOwn = new Set<string>()
  let unrecorded = false

  /** What an edit that went well has changed, by the diff beside its result; a created file has its lines without one too. */
  function recordEdits(
    { action, tool, input }: Call,
    result: JsonObject | undefined,
    cwd: string | undefined,
  ): void {
    const diff = asString(result?.detailedContent) ?? ''
    const edits = creating.test(tool) || editing.test(tool) ? editsOfDiff(diff, cwd) : []
    const { path, file_text: text } = asObject(input) ?? {}
    if (edits.length > 0) action.edits = edits
    else if (creating.test(tool) && typeof path === 'string' && typeof text === 'string') {
      action.edits = [editOf(path, countLines(text), 0, true)]
    } else if (creating.test(tool) || editing.test(tool)) unrecorded = true
  }

  return {
    /** A call that the person typed as a command, and the agent did not make. */
    personAsks(id: unknown): void {
      if (typeof id === 'string') personsOwn.add(id)
    },
    /** A call as an action that waits for its result; null where it is known already. */
    call(id: unknown, name: unknown, written: unknown, at: string | null, sidechain: boolean): Action | null {
      if (calls.isKnown(id) || personsOwn.has(asString(id) ?? '')) return null
      const input = inputOf(written)
      const tool = asString(name) ?? 'unknown'
      const action = openAction({ at, tool, input, sidechain })
      calls.add(id, { action, tool, input })
      return action
    },
    /** A call's completion; false where no call waits for it. */
    complete(data: JsonObject, cwd: string | undefined): boolean {
      if (data.isUserRequested === true || personsOwn.has(asString(data.toolCallId) ?? '')) return true
      const call = calls.answer(data.toolCallId)
      if (call === undefined) return false
      const failed = data.success === false || (data.success === undefined && data.error !== undefined)
      const result = asObject(data.result)
      const content = asString(data.result) ?? result?.content ?? asObject(data.error)?.message
      answerAction(call.action, failed, content)
      if (!failed) recordEdits(call, result, cwd)
      return true
    },
    /** Whether every edit has its diff. */
    arePatchesRecorded: () => !unrecorded,
  }
}
