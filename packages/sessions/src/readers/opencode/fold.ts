import { type CanonicalSession, SESSION_SCHEMA, type SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asObject, asString, type JsonObject } from '../../json.ts'
import { mostFrequent } from '../../most-frequent.ts'
import type { DocumentFold } from '../../reader.ts'
import { soundId } from '../../sound-id.ts'
import { createTimeSpan, timeOfEpoch } from '../../time.ts'
import { createUnknown } from '../../unknown.ts'
import { assistantEvents, modelOf } from './assistant-message.ts'
import { carries } from './carries.ts'
import { readSessionInfo } from './session-info.ts'
import { partsOf, readUserMessage } from './user-message.ts'

const userParts = new Set(['text', 'file', 'agent', 'subtask', 'compaction', 'snapshot', 'patch'])
const knownMembers = new Set(['info', 'todos', 'todo', 'diffs', 'diff', 'share'])

/** Reads OpenCode's export, message by message; holds the canonical session and no more. */
export function createOpenCodeFold(): DocumentFold {
  const events: SessionEvent[] = []
  const { count, counts } = createUnknown()
  const models = new Map<string, number>()
  const messageIds = new Set<string>()
  const span = createTimeSpan()
  let info: JsonObject | undefined
  let sessionId: string | undefined
  let entries = 0
  /** The person ran a shell command, whose record comes next in the agent's place. */
  let shell = false
  let lastPrompt: string | undefined
  let compacted = false

  function userMessage(parts: readonly JsonObject[], at: string | null) {
    for (const part of parts) {
      const type = asString(part.type) ?? 'untyped'
      if (!userParts.has(type)) count('part:user.', type)
    }
    const read = readUserMessage(parts)
    shell = read.kind === 'shell'
    if (read.kind === 'compaction') {
      compacted = true
      events.push({ type: 'system', at, text: 'The conversation was compacted.' })
    }
    if (read.kind !== 'prompt') return
    // After a compaction that an overflow set off, the tool repeats the prompt that is still to be answered.
    const repeated = compacted && read.text === lastPrompt
    compacted = false
    if (repeated) return
    lastPrompt = read.text
    const attached = read.attachments > 0 ? { attachments: read.attachments } : {}
    events.push({ type: 'prompt', at, text: eventText(read.text), ...attached })
  }

  function assistantMessage(of: JsonObject, parts: readonly JsonObject[], at: string | null) {
    span.add(timeOfEpoch(asObject(of.time)?.completed))
    const found = assistantEvents(of, parts, count)
    if (shell && !found.some(({ type }) => type === 'modelCall')) {
      const commands = found.flatMap((event) => (event.type === 'action' ? [event.summary] : []))
      events.push({ type: 'system', at, text: eventText(`The person ran: ${commands.join('; ')}`) })
      return
    }
    shell = false
    const model = modelOf(of)
    models.set(model, (models.get(model) ?? 0) + 1)
    for (const event of found) events.push(event)
  }

  return {
    member(name, value) {
      if (!knownMembers.has(name)) return count('member:', name)
      if (name !== 'info') return
      info = asObject(value)
      if (info !== undefined) entries += 1
    },
    element(value) {
      const message = asObject(value)
      const of = asObject(message?.info)
      if (message === undefined || of === undefined) return count('entry:no message')
      entries += 1
      const id = soundId(of.id)
      if (id !== undefined) {
        if (messageIds.has(id)) return
        messageIds.add(id)
      }
      sessionId ??= soundId(of.sessionID)
      const at = timeOfEpoch(asObject(of.time)?.created)
      const parts = partsOf(message, () => count('part:no object'))
      if (of.role !== 'user' && of.role !== 'assistant')
        return count('entry:', asString(of.role) ?? 'untyped')
      span.add(at)
      if (of.role === 'user') userMessage(parts, at)
      else assistantMessage(of, parts, at)
    },
    finish(name) {
      const { isChild, externalId, project, headless } = readSessionInfo(info, sessionId, name)
      const session: CanonicalSession = {
        schema: SESSION_SCHEMA,
        source: 'opencode-export-json',
        externalId,
        agent: 'opencode',
        entrypoint: null,
        project,
        headless,
        ...span.read(),
        mainModel: mostFrequent(models),
        carries: isChild ? [...carries, 'sidechains'] : [...carries],
        events: isChild ? events.flatMap(asSidechain) : events,
      }
      return { session, unknown: counts(), entries }
    },
  }
}

/** In a child session the agent's words go to the agent that started it, and its prompts come from there. */
function asSidechain(event: SessionEvent): readonly SessionEvent[] {
  if (event.type === 'action') return [{ ...event, sidechain: true }]
  return event.type === 'modelCall' ? [event] : []
}
