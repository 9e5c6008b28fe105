import { type CanonicalSession, SESSION_SCHEMA, type SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asArray, asObject, asString, type JsonObject, parseJson } from '../../json.ts'
import type { FoldOptions, LineFold } from '../../reader.ts'
import { soundId } from '../../sound-id.ts'
import { timeOf } from '../../time.ts'
import { createUnknown } from '../../unknown.ts'
import { countWords } from '../../words.ts'
import { createActions } from './actions.ts'
import { carries } from './carries.ts'
import { isKnownBlock, isSilent, isSilentLine, unknownMembers } from './entry-kinds.ts'
import { contentOf, interruptionsIn, readUserText } from './human-prompt.ts'
import { createModelCalls } from './model-calls.ts'
import { createSessionFacts } from './session-facts.ts'
import { createSteers, queuedCommandOf } from './steers.ts'

type Prompt = Extract<SessionEvent, { type: 'prompt' }>

/** The result of a tool that runs beside the model, which stands in the model's own message. */
const isServerResult = ({ type, tool_use_id: id }: JsonObject) =>
  typeof id === 'string' && typeof type === 'string' && type.endsWith('_tool_result')

/** Reads Claude Code's JSONL, line by line; holds the canonical session and no more. */
export function createClaudeCodeFold({ isElsewhere }: FoldOptions = {}): LineFold {
  const events: SessionEvent[] = []
  const unknown = createUnknown()
  const uuids = new Set<string>()
  const actions = createActions()
  const calls = createModelCalls()
  const steers = createSteers()
  const facts = createSessionFacts()
  const unanswered = new Set<SessionEvent>()
  let command: Prompt | null = null
  let entries = 0

  const { count } = unknown
  const push = (event: SessionEvent | null) => {
    if (event !== null) events.push(event)
  }

  function userEntry(entry: JsonObject, at: string | null) {
    calls.userEntry()
    const { content } = asObject(entry.message) ?? {}
    const results = toolResults(content, entry.toolUseResult)
    if (entry.isSidechain === true) return
    const said = contentOf(content)
    for (let stops = interruptionsIn(said.texts); stops > 0; stops -= 1) push({ type: 'interruption', at })
    if (results > 0) return
    const read = readUserText(entry, said)
    switch (read.kind) {
      case 'none':
        return
      case 'compaction':
        return push({ type: 'system', at, text: eventText(read.text) })
      case 'command':
      case 'prompt': {
        if (command !== null) unanswered.add(command)
        const attached =
          read.kind === 'prompt' && read.attachments > 0 ? { attachments: read.attachments } : {}
        const prompt: Prompt = { type: 'prompt', at, text: eventText(read.text), ...attached }
        command = read.kind === 'command' ? prompt : null
        steers.prompt(read.text)
        push(prompt)
      }
    }
  }

  /** Completes the actions whose results these are; how many results there were. */
  function toolResults(content: unknown, recorded: unknown): number {
    let results = 0
    for (const part of asArray(content)) {
      const block = asObject(part)
      if (block === undefined) count('block:user.no object')
      else if (block.type === 'tool_result') {
        // What the tool recorded stands once beside all results of an entry.
        if (!actions.result(block, results === 0 ? recorded : undefined)) count('result:no call waits for it')
        results += 1
      } else countUnknownBlock('user', block)
    }
    return results
  }

  function assistantEntry(entry: JsonObject, at: string | null) {
    const message = asObject(entry.message)
    if (message === undefined) return count('entry:assistant without a message')
    if (message.model === '<synthetic>' || entry.isApiErrorMessage === true) {
      return push({ type: 'system', at, text: eventText(contentOf(message.content).texts.join('\n')) })
    }
    const sidechain = entry.isSidechain === true
    if (!sidechain) command = null // the agent answers: a slash command before it was a prompt
    push(calls.assistantLine(entry, message, at))
    if (typeof message.content === 'string') agentText(message.content, at, sidechain)
    for (const part of asArray(message.content)) assistantBlock(asObject(part), at, sidechain)
  }

  function assistantBlock(block: JsonObject | undefined, at: string | null, sidechain: boolean) {
    if (block === undefined) count('block:assistant.no object')
    else if (block.type === 'tool_use' || block.type === 'server_tool_use')
      push(actions.call(block, at, sidechain))
    else if (isServerResult(block)) actions.result(block, undefined)
    else if (block.type === 'text') agentText(asString(block.text) ?? '', at, sidechain)
    else countUnknownBlock('assistant', block)
  }

  function agentText(text: string, at: string | null, sidechain: boolean): void {
    if (sidechain) return
    const words = countWords(text)
    if (words > 0) push({ type: 'agentText', at, text: eventText(text), words })
  }

  function countUnknownBlock(entry: string, block: JsonObject): void {
    const type = asString(block.type) ?? 'untyped'
    if (!isKnownBlock(type)) count(`block:${entry}.`, type)
  }

  function dispatch(entry: JsonObject, type: string) {
    const at = timeOf(entry.timestamp)
    switch (type) {
      case 'user':
      case 'assistant':
        for (const name of unknownMembers(entry)) count(`member:${type}.`, name)
        facts.entry(entry, at)
        return type === 'user' ? userEntry(entry, at) : assistantEntry(entry, at)
      case 'queue-operation':
        return push(steers.queueOperation(entry, at))
      case 'attachment': {
        const queued = queuedCommandOf(entry)
        return queued === undefined ? undefined : push(steers.queuedCommand(queued, at))
      }
      case 'system':
        if (entry.subtype !== 'compact_boundary') return
        return push({ type: 'system', at, text: 'The conversation was compacted.' })
      default:
        if (!isSilent(type)) count('entry:', type)
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
      const entry = asObject(value)
      if (entry === undefined) return count('line:no object')
      entries += 1
      const uuid = soundId(entry.uuid)
      if (uuid !== undefined) {
        if (uuids.has(uuid)) return // repeated when a session is resumed or forked
        uuids.add(uuid)
      }
      const origin = soundId(asObject(entry.forkedFrom)?.messageUuid) ?? uuid
      if (origin !== undefined && isElsewhere?.(origin) === true) return
      dispatch(entry, asString(entry.type) ?? 'untyped')
    },
    finish(name) {
      if (command !== null) unanswered.add(command)
      for (const event of steers.withdrawn()) unanswered.add(event)
      const kept = unanswered.size === 0 ? events : events.filter((event) => !unanswered.has(event))
      const { externalId, entrypoint, project, headless, startedAt, endedAt } = facts.read(name)
      const stray = actions.stray()
      const first = kept.find((event) => event.type === 'action')
      if (first !== undefined && stray.length > 0) first.edits = [...stray, ...first.edits]
      const session: CanonicalSession = {
        schema: SESSION_SCHEMA,
        source: 'claude-code-jsonl',
        externalId,
        agent: 'claude-code',
        entrypoint,
        project,
        headless,
        startedAt,
        endedAt,
        mainModel: calls.mainModel(),
        carries: [...carries],
        events: kept,
      }
      return { session, unknown: unknown.counts(), entries }
    },
  }
}
