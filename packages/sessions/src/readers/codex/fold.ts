import { SESSION_SCHEMA, type SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asObject, asString, type JsonObject, parseJson } from '../../json.ts'
import type { LineFold } from '../../reader.ts'
import { timeOf } from '../../time.ts'
import { createUnknown } from '../../unknown.ts'
import { countWords } from '../../words.ts'
import { createActions } from './actions.ts'
import { carriesOf } from './carries.ts'
import { contentOf } from './content.ts'
import {
  type Entry,
  entryOf,
  isSilentEvent,
  isSilentItem,
  isSilentType,
  unknownMembers,
  unreadEntry,
} from './entries.ts'
import { createLineage } from './lineage.ts'
import { createModelCalls } from './model-calls.ts'
import { createPrompts } from './prompts.ts'
import { createSessionFacts } from './session-facts.ts'

/** Reads Codex' rollouts, line by line; holds the canonical session and no more. */
export function createCodexFold(): LineFold {
  const events: SessionEvent[] = []
  const unknown = createUnknown()
  const lineage = createLineage()
  const facts = createSessionFacts()
  const prompts = createPrompts()
  const actions = createActions()
  const calls = createModelCalls()
  const toldByEvents: SessionEvent[] = []
  let toldByItems = false
  let haveEvents = false
  let entries = 0

  const { count } = unknown
  const push = (event: SessionEvent | null) => {
    if (event !== null) events.push(event)
  }
  const pushSystem = (at: string | null, text: string) => push({ type: 'system', at, text: eventText(text) })

  function agentText(text: string, at: string | null): SessionEvent | null {
    const words = countWords(text)
    if (words === 0 || facts.isSubAgent()) return null
    return { type: 'agentText', at, text: eventText(text), words }
  }

  function message(item: JsonObject, at: string | null) {
    const { texts, images, unknown: blocks } = contentOf(item.content)
    for (const type of blocks) count('block:', type)
    if (item.role === 'assistant') {
      push(calls.item(at))
      toldByItems = true
      for (const text of texts) push(agentText(text, at))
      return
    }
    calls.input()
    if (item.role === 'user' && !facts.isSubAgent()) push(prompts.item(texts, images, at))
  }

  function responseItem({ kind, payload }: Entry, at: string | null) {
    facts.entry(at)
    switch (kind) {
      case 'message':
        return message(payload, at)
      case 'reasoning':
        return push(calls.item(at))
      case 'function_call':
      case 'custom_tool_call':
      case 'local_shell_call':
      case 'tool_search_call':
      case 'web_search_call':
      case 'image_generation_call':
        push(calls.item(at))
        return push(actions.call(kind, payload, at, facts.cwd(), facts.isSubAgent()))
      case 'function_call_output':
      case 'custom_tool_call_output':
      case 'local_shell_call_output':
      case 'mcp_tool_call_output':
      case 'tool_search_output':
        calls.input()
        if (!actions.output(payload)) count('result:no call waits for it')
        return
      default:
        if (!isSilentItem(kind)) count('item:', kind)
    }
  }

  function said(kind: string, event: JsonObject, at: string | null) {
    facts.entry(at)
    if (kind === 'user_message') {
      if (!facts.isSubAgent()) push(prompts.event(event, at))
    } else if (!toldByItems) {
      const told = agentText(asString(event.message) ?? '', at)
      if (told !== null) toldByEvents.push(told)
      push(told)
    }
  }

  function aborted(event: JsonObject, at: string | null) {
    const stop = prompts.aborted(event, at)
    if (!facts.isSubAgent()) push(stop)
  }

  function eventMessage({ kind, payload }: Entry, at: string | null) {
    haveEvents = true
    switch (kind) {
      case 'user_message':
      case 'agent_message':
        return said(kind, payload, at)
      case 'task_started':
      case 'turn_started':
      case 'task_complete':
      case 'turn_complete':
        return // told by what stands between them
      case 'turn_aborted':
        return aborted(payload, at)
      case 'token_count':
        return push(calls.tokenCount(payload.info, at))
      case 'patch_apply_end':
        return actions.patchApplied(payload)
      case 'mcp_tool_call_end':
        return actions.mcpEnded(payload)
      case 'exec_command_end':
        return actions.commandEnded(payload)
      case 'entered_review_mode':
        return pushSystem(at, `A review began: ${asString(payload.user_facing_hint) ?? ''}`.trim())
      case 'exited_review_mode':
        return pushSystem(at, 'The review ended.')
      case 'thread_rolled_back':
        return pushSystem(at, 'The person took the last turns back.')
      case 'error':
      case 'stream_error':
        return pushSystem(at, asString(payload.message) ?? 'An error.')
      default:
        if (!isSilentEvent(kind)) count('event:', kind)
    }
  }

  function dispatch(entry: Entry) {
    const { type, kind, payload } = entry
    if (type === 'session_meta') {
      if (lineage.meta(payload, entry.timestamp)) facts.meta(payload)
      return
    }
    if (lineage.isCopied(entry)) {
      if (kind === 'token_count') calls.inherit(payload.info)
      return
    }
    const at = timeOf(entry.timestamp)
    switch (type) {
      case 'response_item':
        return responseItem(entry, at)
      case 'event_msg':
        return eventMessage(entry, at)
      case 'turn_context':
        calls.model(payload.model)
        return facts.turnContext(payload)
      case 'compacted':
        // Its history repeats what stands before it.
        return pushSystem(at, 'The conversation was compacted.')
      case 'token_usage_record':
        return push(calls.usageRecord(payload, at))
      default:
        if (!isSilentType(type)) count('entry:', type)
    }
  }

  return {
    line(line) {
      const unread = unreadEntry(line)
      if (unread !== undefined) {
        entries += 1
        return dispatch(unread)
      }
      const value = parseJson(line)
      if (value === undefined) return count('line:no JSON')
      const object = asObject(value)
      if (object === undefined) return count('line:no object')
      const entry = entryOf(object)
      if (entry === undefined) return count('line:no entry')
      entries += 1
      for (const name of unknownMembers(object)) count('member:', name)
      dispatch(entry)
    },
    finish(name) {
      const withdrawn = new Set([...prompts.withdrawn(), ...(toldByItems ? toldByEvents : [])])
      const session = {
        schema: SESSION_SCHEMA,
        source: 'codex-rollout-jsonl',
        agent: 'codex',
        mainModel: calls.mainModel(),
        carries: carriesOf({
          interruptions: haveEvents || prompts.haveMarkers(),
          usage: calls.isMetered(),
          sidechains: facts.isSubAgent(),
        }),
        events: withdrawn.size === 0 ? events : events.filter((event) => !withdrawn.has(event)),
        ...facts.read(name),
      } as const
      return { session, unknown: unknown.counts(), entries }
    },
  }
}
