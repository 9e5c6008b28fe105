import { type Carries, SESSION_SCHEMA, type SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asArray, asObject, asString, type JsonObject, parseJson } from '../../json.ts'
import type { LineFold } from '../../reader.ts'
import { timeOf } from '../../time.ts'
import { createUnknown } from '../../unknown.ts'
import { countWords } from '../../words.ts'
import { createActions } from './actions.ts'
import { isSilent, isSilentLine, unknownMembers } from './event-kinds.ts'
import { createModelCalls } from './model-calls.ts'
import { createPrompts } from './prompts.ts'
import { createSessionFacts } from './session-facts.ts'

/** What every log carries. */
const always: readonly Carries[] = [
  'actionResults',
  'agentText',
  'actionInputs',
  'sidechains',
  'interruptions',
  'modelCalls',
]

/** Reads Copilot CLI's event log, line by line; holds the canonical session and no more. */
export function createCopilotFold(): LineFold {
  const events: SessionEvent[] = []
  const unknown = createUnknown()
  const ids = new Set<string>()
  const facts = createSessionFacts()
  const prompts = createPrompts()
  const actions = createActions()
  const calls = createModelCalls()
  let entries = 0

  const { count } = unknown
  const push = (event: SessionEvent | null) => {
    if (event !== null) events.push(event)
  }
  const pushSystem = (at: string | null, text: string) => push({ type: 'system', at, text: eventText(text) })

  function assistantMessage(data: JsonObject, at: string | null, sidechain: boolean) {
    push(calls.message(data, at))
    const text = asString(data.content) ?? ''
    const words = countWords(text)
    if (words > 0 && !sidechain) push({ type: 'agentText', at, text: eventText(text), words })
    for (const part of asArray(data.toolRequests)) {
      const request = asObject(part)
      if (request === undefined) count('tool request:no object')
      else push(actions.call(request.toolCallId, request.name, request.arguments, at, sidechain))
    }
  }

  function aborted({ reason }: JsonObject, at: string | null) {
    prompts.turnEnds()
    if (reason === undefined || /user|remote/.test(asString(reason) ?? '')) push({ type: 'interruption', at })
  }

  /** What is said and done. */
  function conversation(type: string, data: JsonObject, at: string | null, sidechain: boolean) {
    switch (type) {
      case 'user.message':
        facts.event(at)
        return sidechain ? undefined : push(prompts.said(data, at))
      case 'assistant.message':
        facts.event(at)
        return assistantMessage(data, at, sidechain)
      case 'tool.execution_start':
        facts.event(at)
        return push(actions.call(data.toolCallId, data.toolName, data.arguments, at, sidechain))
      case 'tool.execution_complete':
        facts.event(at)
        if (!actions.complete(data, facts.cwd())) count('result:no call waits for it')
        return
      case 'tool.user_requested':
        return actions.personAsks(data.toolCallId)
      case 'assistant.turn_start':
        return sidechain ? undefined : prompts.turnStarts()
      case 'assistant.turn_end':
        return sidechain ? undefined : prompts.turnEnds()
      case 'abort':
        return sidechain ? undefined : aborted(data, at)
      default:
        return session(type, data, at)
    }
  }

  /** What is told of the session itself. */
  function session(type: string, data: JsonObject, at: string | null) {
    switch (type) {
      case 'session.start':
        calls.selects(data.selectedModel)
        return facts.start(data)
      case 'session.resume':
        prompts.turnEnds()
        return facts.start(data)
      case 'session.model_change':
        return calls.selects(data.newModel)
      case 'session.shutdown':
        prompts.turnEnds()
        return calls.shutdown(data)
      case 'session.compaction_complete':
        return data.success === false ? undefined : pushSystem(at, 'The conversation was compacted.')
      case 'session.snapshot_rewind':
        return pushSystem(at, 'The session was taken back to an earlier point.')
      case 'session.error':
        return pushSystem(at, asString(data.message) ?? 'An error.')
      case 'hook.start':
        return facts.hook(data)
      default:
        if (!isSilent(type)) count('event:', type)
    }
  }

  return {
    line(line) {
      if (isSilentLine(line)) {
        entries += 1
        return
      }
      const value = parseJson(line)
      if (value === undefined) return count('line:no JSON')
      const event = asObject(value)
      const type = asString(event?.type)
      const data = asObject(event?.data)
      if (event === undefined || type === undefined || data === undefined) return count('line:no event')
      entries += 1
      if (typeof event.id === 'string') {
        if (ids.has(event.id)) return // repeated when a session is resumed
        ids.add(event.id)
      }
      for (const name of unknownMembers(event)) count('member:', name)
      // A sub-agent's events stand among the others, named by the call that started it or, later, by its own id.
      const sidechain = typeof event.agentId === 'string' || typeof data.parentToolCallId === 'string'
      conversation(type, data, timeOf(event.timestamp), sidechain)
    },
    finish(name) {
      const carries = [...always]
      if (actions.arePatchesRecorded()) carries.push('patches')
      if (prompts.tellSteers()) carries.push('steers')
      if (calls.settle()) carries.push('usage')
      const session = {
        schema: SESSION_SCHEMA,
        source: 'copilot-events-jsonl',
        mainModel: calls.mainModel(),
        carries,
        events,
        ...facts.read(name),
      } as const
      return { session, unknown: unknown.counts(), entries }
    },
  }
}
