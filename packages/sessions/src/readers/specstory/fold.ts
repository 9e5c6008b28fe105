import {
  type CanonicalSession,
  type Carries,
  SESSION_SCHEMA,
  type SessionEvent,
} from '../../canonical-session.ts'
import { eventText } from '../../event-text.ts'
import { mostFrequent } from '../../most-frequent.ts'
import type { LineFold } from '../../reader.ts'
import { headOf, storable } from '../../text.ts'
import { createTimeSpan } from '../../time.ts'
import { openAction } from '../../tool-call.ts'
import { createUnknown } from '../../unknown.ts'
import { countWords } from '../../words.ts'
import { readUserText } from '../claude-code/human-prompt.ts'
import type { Header } from './headers.ts'
import { createScanner } from './scanner.ts'

/** The text-only tier: who said what, and which tools were used. Inputs, results, patches and tokens are not told. */
const carries: readonly Carries[] = ['agentText']

/** What other tools say in the person's place. */
const TOOL_TEXT = /^(?:<environment_context>|<user_instructions>|# AGENTS\.md instructions|<session_context>)/

/** Reads SpecStory's Markdown, line by line; holds the canonical session and no more. */
export function createSpecStoryFold(): LineFold {
  const events: SessionEvent[] = []
  const { count, counts } = createUnknown()
  const models = new Map<string, number>()
  const span = createTimeSpan()
  const unanswered = new Set<SessionEvent>()
  let command: SessionEvent | null = null
  let speaks: Header | null = null
  let id: string | undefined
  let agent: string | null = null
  let begunAt: string | null = null
  let entries = 0

  function userText(text: string, at: string | null): void {
    if (TOOL_TEXT.test(text)) return
    const read = readUserText({}, { texts: [text], attachments: 0 })
    if (read.kind === 'none') return
    if (read.kind === 'compaction') {
      events.push({ type: 'system', at, text: eventText(read.text) })
      return
    }
    if (command !== null) unanswered.add(command)
    const prompt: SessionEvent = { type: 'prompt', at, text: eventText(read.text) }
    command = read.kind === 'command' ? prompt : null
    events.push(prompt)
  }

  const scanner = createScanner({
    session(session) {
      entries += 1
      id ??= session.id
      agent ??= session.agent
      begunAt ??= session.at
    },
    header(header) {
      entries += 1
      speaks = header
      if (header.sidechain) return
      span.add(header.at)
      if (header.model !== null) models.set(header.model, (models.get(header.model) ?? 0) + 1)
    },
    text(lines) {
      if (speaks === null || speaks.sidechain) return
      const text = lines.join('\n').trim()
      if (speaks.role === 'user') return userText(text, speaks.at)
      const words = countWords(text)
      if (words === 0) return
      command = null // the agent answers: a slash command before it was a prompt
      events.push({ type: 'agentText', at: speaks.at, text: eventText(text), words })
    },
    tool(tool, summary) {
      const sidechain = speaks?.sidechain === true
      if (!sidechain) command = null
      const action = openAction({ at: speaks?.at ?? null, tool, input: summary, sidechain })
      events.push({ ...action, words: 0 })
    },
  })

  return {
    line: (line) => scanner.line(line),
    finish(name) {
      scanner.finish()
      if (entries === 0) count('line:before any message')
      if (command !== null) unanswered.add(command)
      const { startedAt, endedAt } = span.read()
      const session: CanonicalSession = {
        schema: SESSION_SCHEMA,
        source: 'specstory-markdown',
        externalId: storable(headOf(id ?? (name === undefined || name === '' ? 'unnamed' : name), 200)),
        agent: agent === null ? null : storable(headOf(agent, 100)),
        entrypoint: null,
        project: null,
        headless: false,
        startedAt: startedAt ?? begunAt,
        endedAt: endedAt ?? begunAt,
        mainModel: modelOf(mostFrequent(models)),
        carries: [...carries],
        events: events.filter((event) => !unanswered.has(event)),
      }
      return { session, unknown: counts(), entries }
    },
  }
}

const modelOf = (model: string | null) => (model === null ? null : storable(headOf(model, 200)))
