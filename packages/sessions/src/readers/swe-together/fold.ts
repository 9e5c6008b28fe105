import { type Carries, SESSION_SCHEMA, type SessionEvent } from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { asArray, asObject, asString, type JsonObject } from '../../json.ts'
import { createPairing } from '../../pairing.ts'
import type { DocumentFold } from '../../reader.ts'
import { createTimeSpan, timeOf } from '../../time.ts'
import { type Action, answerAction, openAction } from '../../tool-call.ts'
import { createUnknown } from '../../unknown.ts'
import { countWords } from '../../words.ts'
import { isKnownBlock } from '../claude-code/entry-kinds.ts'
import { contentOf, interruptionsIn } from '../claude-code/human-prompt.ts'
import { blocksOf, isSynthetic } from './content.ts'
import { createPrompts } from './prompts.ts'
import { resultOf } from './results.ts'
import { createSessionFacts } from './session-facts.ts'

const knownMembers = new Set(['role', 'content', 'timestamp', 'tool_uses', 'thinking'])

/** Reads SWE-Together's documents, message by message; holds the canonical session and no more. */
export function createSweTogetherFold(): DocumentFold {
  const events: SessionEvent[] = []
  const unknown = createUnknown()
  const calls = createPairing<Action>()
  const facts = createSessionFacts()
  const span = createTimeSpan()
  const prompts = createPrompts()
  let results = false
  let wholeInputs = true
  let stops = false
  let entries = 0

  const { count } = unknown
  const push = (event: SessionEvent | null) => {
    if (event !== null) events.push(event)
  }

  function user(blocks: readonly unknown[], at: string | null) {
    const said = contentOf(blocks)
    for (let left = interruptionsIn(said.texts); left > 0; left -= 1) {
      stops = true
      push({ type: 'interruption', at })
    }
    if (blocks.filter((block) => isResult(asObject(block))).length === 0) push(prompts.said(said, at))
  }

  /** Completes the action that a `tool_result` answers; false for other blocks. */
  function isResult(block: JsonObject | undefined): boolean {
    if (block?.type !== 'tool_result') return false
    results = true
    const action = calls.answer(block.tool_use_id)
    if (action === undefined) count('result:no call waits for it')
    else answerAction(action, block.is_error === true, block.content)
    return true
  }

  function assistant(blocks: readonly unknown[], uses: readonly unknown[], at: string | null): void {
    if (!contentOf(blocks).texts.some(isSynthetic)) prompts.agentAnswers()
    let inBlocks = false
    for (const part of blocks) {
      const block = asObject(part)
      if (block?.type === 'text') agentText(asString(block.text) ?? '', at)
      else if (block?.type === 'tool_use') {
        inBlocks = true
        blockUse(block, at)
      }
    }
    // Beside blocks the tool uses repeat them.
    if (!inBlocks) for (const use of uses) plainUse(asObject(use), at)
  }

  function blockUse(block: JsonObject, at: string | null): void {
    const tool = asString(block.name)
    facts.tool(tool, true)
    if (calls.isKnown(block.id)) return
    const action = openAction({ at, tool, input: block.input })
    calls.add(block.id, action)
    events.push(action)
  }

  function plainUse(use: JsonObject | undefined, at: string | null) {
    if (use === undefined) return count('tool use:no object')
    const tool = asString(use.tool) ?? asString(use.name)
    facts.tool(tool, false)
    // Some donors' sessions keep of an input only a text that sums it up.
    if (typeof use.input === 'string') wholeInputs = false
    const action = openAction({ at, tool, input: use.input })
    const result = resultOf(use)
    if (result !== undefined) {
      results = true
      answerAction(action, result.isError, result.text)
    }
    events.push(action)
  }

  function agentText(text: string, at: string | null): void {
    const words = countWords(text)
    if (words === 0) return
    if (isSynthetic(text)) events.push({ type: 'system', at, text: eventText(text) })
    else events.push({ type: 'agentText', at, text: eventText(text), words })
  }

  function carriesOf(agent: string | null): Carries[] {
    const carries: Carries[] = ['agentText']
    if (results) carries.push('actionResults')
    if (wholeInputs) carries.push('actionInputs')
    // Its markers are in the messages; other agents leave none.
    if (agent === 'claude-code' || stops) carries.push('interruptions')
    return carries
  }

  return {
    member(name, value) {
      if (!facts.member(name, value)) count('member:', name)
    },
    element(value) {
      const message = asObject(value)
      if (message === undefined) return count('message:no object')
      const { role, content, timestamp } = message
      if (role !== 'user' && role !== 'assistant') return count('role:', asString(role) ?? 'none')
      entries += 1
      for (const name in message) if (!knownMembers.has(name)) count(`member:${role}.`, name)
      const at = timeOf(timestamp)
      span.add(at)
      const blocks = blocksOf(content)
      for (const block of blocks) {
        const type = asString(asObject(block)?.type) ?? 'untyped'
        if (!isKnownBlock(type)) count(`block:${role}.`, type)
      }
      if (role === 'user') user(blocks, at)
      else assistant(blocks, asArray(message.tool_uses), at)
    },
    finish(name) {
      const unanswered = prompts.unanswered()
      const { begun, ended, agent, ...read } = facts.read(name)
      const { startedAt, endedAt } = span.read()
      const session = {
        schema: SESSION_SCHEMA,
        source: 'swe-together-json',
        agent,
        entrypoint: null,
        headless: false,
        startedAt: startedAt ?? begun,
        endedAt: endedAt ?? ended,
        carries: carriesOf(agent),
        events: events.filter((event) => !unanswered.has(event)),
        ...read,
      } as const
      return { session, unknown: unknown.counts(), entries }
    },
  }
}
