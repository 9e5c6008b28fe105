import type { Edit } from '../../canonical-session.ts'
import { asString, type JsonObject } from '../../json.ts'
import { soundId } from '../../sound-id.ts'
import { type Action, answerAction, openAction } from '../../tool-call.ts'
import { editsOf } from './patches.ts'

/** Calls under one id, in order: one, but for a damaged id. The first `answered` of them have their result. */
type Calls = { readonly actions: Action[]; answered: number }

/** Pairs tool calls with their results: by id, and by order where an id is damaged and so stands for many calls. */
export function createActions() {
  const byId = new Map<string, Calls>()
  /** Edits whose call stands in a part of the session that is elsewhere. */
  let stray: Edit[] = []

  return {
    /** A `tool_use` block as an action that waits for its result; null where the call is known already. */
    call(block: JsonObject, at: string | null, sidechain: boolean): Action | null {
      const id = asString(block.id) ?? ''
      const known = byId.get(id)
      if (known !== undefined && soundId(id) !== undefined) return null
      const action = openAction({ at, tool: asString(block.name), input: block.input, sidechain })
      if (known === undefined) byId.set(id, { actions: [action], answered: 0 })
      else known.actions.push(action)
      return action
    },
    /**
     * A `tool_result` block and what the tool recorded beside it, which complete their action. False where there is no
     * action that waits for it: the result is repeated, or its call is not in this file.
     */
    result(block: JsonObject, recorded: unknown): boolean {
      const calls = byId.get(asString(block.tool_use_id) ?? '')
      const action = calls?.actions[calls.answered]
      if (calls === undefined || action === undefined) {
        if (calls === undefined) stray = [...stray, ...editsOf(recorded)]
        return false
      }
      calls.answered += 1
      answerAction(action, block.is_error === true, block.content)
      action.edits = editsOf(recorded)
      return true
    },
    stray: (): readonly Edit[] => stray,
  }
}
