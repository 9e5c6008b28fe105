import type { Edit, SessionEvent } from '../../canonical-session.ts'
import { asArray, asObject, asString, type JsonObject } from '../../json.ts'
import { cutMiddle, headOf, storable, tailOf } from '../../text.ts'
import { wordsOfStrings } from '../../words.ts'
import { editsOf } from './patches.ts'
import { soundId } from './sound-id.ts'

type Action = Extract<SessionEvent, { type: 'action' }>
/** Calls under one id, in order: one, but for a damaged id. The first `answered` of them have their result. */
type Calls = { readonly actions: Action[]; answered: number }

const MAX_SUMMARY = 1_000
const MAX_RESULT = 500

/** Inputs that say what a call does, in the order of how much they say. */
const telling = [
  'command',
  'file_path',
  'notebook_path',
  'path',
  'pattern',
  'query',
  'url',
  'skill',
  'plan',
  'description',
  'subject',
  'prompt',
]

function summarise(input: JsonObject | undefined): string {
  if (input === undefined) return ''
  const parts = telling.flatMap((member) => asString(input[member]) ?? []).slice(0, 2)
  const text =
    parts.length > 0 ? parts.map((part) => cutMiddle(part, MAX_SUMMARY)).join(' ') : otherInput(input)
  return storable(cutMiddle(text, MAX_SUMMARY))
}

/** The start of an input without a telling member: enough to see the questions asked or the tasks listed. */
function otherInput(input: JsonObject): string {
  const text = Object.entries(input)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : flatStrings(value)}`)
    .join('; ')
  return headOf(text, MAX_SUMMARY)
}

/** The first strings of a nested value. */
function flatStrings(value: unknown): string {
  const strings: string[] = []
  const left: unknown[] = [value]
  while (left.length > 0 && strings.length < 20) {
    const next = left.pop()
    if (typeof next === 'string') strings.push(next)
    else if (typeof next === 'object' && next !== null)
      left.push(...Object.values(next).slice(0, 20).reverse())
  }
  return strings.join(', ')
}

function resultText(content: unknown): string {
  const whole = asString(content)
  if (whole !== undefined) return whole.trim()
  return asArray(content)
    .flatMap((part) => asString(asObject(part)?.text) ?? [])
    .join('\n')
    .trim()
}

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
      const action: Action = {
        type: 'action',
        at,
        tool: storable(headOf(asString(block.name) ?? 'unknown', 200)),
        summary: summarise(asObject(block.input)),
        words: wordsOfStrings(block.input),
        result: 'none',
        resultText: undefined, // in its place already: the hash of a session hangs on the order of members
        edits: [],
        sidechain,
      }
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
      action.result = block.is_error === true ? 'error' : 'ok'
      const text = storable(tailOf(resultText(block.content), MAX_RESULT))
      if (text !== '') action.resultText = text
      action.edits = editsOf(recorded)
      return true
    },
    stray: (): readonly Edit[] => stray,
  }
}
