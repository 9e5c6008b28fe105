import type { SessionEvent } from './canonical-session.ts'
import { asArray, asObject, asString, type JsonObject } from './json.ts'
import { beginningOf, cutMiddle, headOf, storable, tailOf } from './text.ts'
import { wordsOfStrings } from './words.ts'

export type Action = Extract<SessionEvent, { type: 'action' }>

const MAX_TOOL = 200
const MAX_SUMMARY = 1_000
const MAX_RESULT = 500

/** Inputs that say what a call does, in the order of how much they say. */
const telling = [
  'command',
  'cmd',
  'file_path',
  'filePath',
  'absolute_path',
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

export type ToolCall = {
  readonly at: string | null
  readonly tool: string | undefined
  /** What the model wrote as the tool's input: an object, or a text where the tool takes one. */
  readonly input: unknown
  readonly sidechain?: boolean
}

/** A tool call as an action that waits for its result. */
export function openAction({ at, tool, input, sidechain = false }: ToolCall): Action {
  return {
    type: 'action',
    at,
    tool: storable(headOf(tool ?? 'unknown', MAX_TOOL)),
    summary: typeof input === 'string' ? storable(cutMiddle(input, MAX_SUMMARY)) : summarise(asObject(input)),
    words: wordsOfStrings(input),
    result: 'none',
    resultText: undefined, // in its place already: the hash of a session hangs on the order of members
    edits: [],
    sidechain,
  }
}

/** Completes an action: whether its result is an error, and the end of what it says. */
export function answerAction(action: Action, isError: boolean, content: unknown): void {
  action.result = isError ? 'error' : 'ok'
  const text = storable(tailOf(resultText(content), MAX_RESULT))
  if (text !== '') action.resultText = text
}

function summarise(input: JsonObject | undefined): string {
  if (input === undefined) return ''
  const parts = telling.flatMap((member) => textOfInput(input[member]) ?? []).slice(0, 2)
  const text =
    parts.length > 0 ? parts.map((part) => cutMiddle(part, MAX_SUMMARY)).join(' ') : otherInput(input)
  return storable(cutMiddle(text, MAX_SUMMARY))
}

/** A member's text; a command is a list of words in some tools. */
function textOfInput(value: unknown): string | undefined {
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join(' ')
  return asString(value)
}

/** The start of an input without a telling member: enough to see the questions asked or the tasks listed. */
function otherInput(input: JsonObject): string {
  const text = Object.entries(input)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : flatStrings(value)}`)
    .join('; ')
  return beginningOf(text, MAX_SUMMARY)
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

/** A result's text: a text, or the texts of its content blocks. */
function resultText(content: unknown): string {
  const whole = asString(content)
  if (whole !== undefined) return whole.trim()
  return asArray(content)
    .flatMap((part) => asString(asObject(part)?.text) ?? [])
    .join('\n')
    .trim()
}
