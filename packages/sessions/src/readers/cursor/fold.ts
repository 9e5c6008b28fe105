import { type Carries, SESSION_SCHEMA, type SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asArray, asObject, asString, type JsonObject, parseJson } from '../../json.ts'
import { createPairing } from '../../pairing.ts'
import type { LineFold } from '../../reader.ts'
import { headOf, storable } from '../../text.ts'
import { createTimeSpan, timeOf } from '../../time.ts'
import { type Action, answerAction, openAction } from '../../tool-call.ts'
import { createUnknown } from '../../unknown.ts'
import { countWords } from '../../words.ts'
import { personsWords } from './user-query.ts'

const knownMembers = new Set(['role', 'message', 'timestamp', 'type', 'status'])
const knownBlocks = new Set(['text', 'thinking', 'redacted_thinking', 'tool_use', 'tool_result', 'image'])

/** Blocks of a message; its content may be a text alone. */
function blocksOf(message: JsonObject | undefined): readonly unknown[] {
  const text = asString(message?.content)
  return text === undefined ? asArray(message?.content) : [{ type: 'text', text }]
}

/** What the tool puts in the place of thinking that it does not show. */
const hiddenThinking = /\s*\[REDACTED\]\s*$/

/** Reads Cursor's transcripts, line by line: texts, in later versions calls, and neither times nor usage. */
export function createCursorFold(): LineFold {
  const events: SessionEvent[] = []
  const unknown = createUnknown()
  const calls = createPairing<Action>()
  const span = createTimeSpan()
  let uses = false
  let results = false
  let ends = false
  let entries = 0

  const { count } = unknown

  function user(blocks: readonly unknown[], at: string | null): void {
    const texts: string[] = []
    let attachments = 0
    for (const part of blocks) {
      const block = asObject(part)
      if (block?.type === 'text') texts.push(personsWords(asString(block.text) ?? ''))
      else if (block?.type === 'image') attachments += 1
      else if (block?.type === 'tool_result') result(block)
    }
    const text = texts.filter((one) => one !== '').join('\n')
    if (text === '' && attachments === 0) return
    events.push({
      type: 'prompt',
      at,
      text: eventText(text),
      ...(attachments > 0 ? { attachments } : {}),
    })
  }

  function assistant(blocks: readonly unknown[], at: string | null): void {
    for (const part of blocks) {
      const block = asObject(part)
      if (block?.type === 'text') agentText(asString(block.text) ?? '', at)
      else if (block?.type === 'tool_use') use(block, at)
      else if (block?.type === 'tool_result') result(block)
    }
  }

  function agentText(whole: string, at: string | null): void {
    const text = whole.replace(hiddenThinking, '')
    const words = countWords(text)
    if (words > 0) events.push({ type: 'agentText', at, text: eventText(text), words })
  }

  function use(block: JsonObject, at: string | null): void {
    uses = true
    const { id, name, input } = block
    if (calls.isKnown(id)) return
    const action = openAction({ at, tool: asString(name), input })
    calls.add(id, action)
    events.push(action)
  }

  /** A result; without an id it is the first call's that waits. */
  function result(block: JsonObject): void {
    results = true
    const action = calls.answer(block.tool_use_id)
    if (action === undefined) count('result:no call waits for it')
    else answerAction(action, block.is_error === true, block.content)
  }

  function message(entry: JsonObject, role: 'user' | 'assistant', at: string | null) {
    entries += 1
    span.add(at)
    for (const name in entry) if (!knownMembers.has(name)) count(`member:${role}.`, name)
    const blocks = blocksOf(asObject(entry.message))
    for (const block of blocks) {
      const kind = asString(asObject(block)?.type) ?? 'untyped'
      if (!knownBlocks.has(kind)) count(`block:${role}.`, kind)
    }
    if (role === 'user') user(blocks, at)
    else assistant(blocks, at)
  }

  function turnEnded({ status }: JsonObject, at: string | null): void {
    ends = true
    if (/abort|cancel|interrupt/.test(asString(status) ?? '')) events.push({ type: 'interruption', at })
  }

  function carried(): Carries[] {
    const carries: Carries[] = ['agentText']
    // Earlier versions wrote texts alone.
    if (uses) carries.push('actionInputs')
    if (results) carries.push('actionResults')
    if (ends) carries.push('interruptions')
    return carries
  }

  return {
    line(line) {
      const value = parseJson(line)
      if (value === undefined) return count('line:no JSON')
      const entry = asObject(value)
      if (entry === undefined) return count('line:no object')
      const at = timeOf(entry.timestamp)
      if (entry.role === 'user' || entry.role === 'assistant') return message(entry, entry.role, at)
      if (entry.type !== 'turn_ended')
        return count('line:', asString(entry.type) ?? asString(entry.role) ?? 'untyped')
      entries += 1
      turnEnded(entry, at)
    },
    finish(name) {
      const session = {
        schema: SESSION_SCHEMA,
        source: 'cursor-jsonl',
        externalId: storable(headOf(name === undefined || name === '' ? 'unnamed' : name, 200)),
        agent: 'cursor',
        entrypoint: null,
        project: null,
        headless: false,
        mainModel: null,
        carries: carried(),
        events,
        ...span.read(),
      } as const
      return { session, unknown: unknown.counts(), entries }
    },
  }
}
