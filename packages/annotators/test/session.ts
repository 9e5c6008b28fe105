import { type CanonicalSession, measure, type SessionEvent } from '@fieldwork/sessions'
import type { SessionToAnnotate } from '../src/index.ts'

const at = '2026-03-02T09:00:00.000Z'

/** What a test writes of a tool call; the rest is an action that went well and changed nothing. */
type Call = {
  readonly result?: 'ok' | 'error' | 'none'
  readonly says?: string
  readonly edits?: readonly { path: string; added?: number; removed?: number; created?: boolean }[]
}

export const prompt = (text: string): SessionEvent => ({ type: 'prompt', at, text })
export const interruption = (): SessionEvent => ({ type: 'interruption', at })
export const says = (text: string): SessionEvent => ({
  type: 'agentText',
  at,
  text,
  words: text.split(/\s+/).length,
})
export function call(
  tool: string,
  summary: string,
  { result = 'ok', says: text, edits = [] }: Call = {},
): SessionEvent {
  return {
    type: 'action',
    at,
    tool,
    summary,
    words: summary.split(/\s+/).length,
    result,
    ...(text === undefined ? {} : { resultText: text }),
    edits: edits.map((edit) => ({ added: 10, removed: 2, created: false, ...edit })),
    sidechain: false,
  }
}
export const bash = (command: string, result: Call = {}): SessionEvent => call('Bash', command, result)
export const edit = (path: string, added = 10, removed = 2): SessionEvent =>
  call('Edit', path, { edits: [{ path, added, removed }] })
export const create = (path: string, added = 60): SessionEvent =>
  call('Write', path, { edits: [{ path, added, removed: 0, created: true }] })
export const read = (path: string): SessionEvent => call('Read', path)

/** A session of these events, as an annotator is given it. */
export function session(events: readonly SessionEvent[], revisionId = 1): SessionToAnnotate {
  const canonical: CanonicalSession = {
    schema: 'fieldwork.session/1',
    source: 'claude-code',
    externalId: `session-${revisionId}`,
    agent: 'claude-code',
    entrypoint: 'cli',
    project: '/home/someone/project',
    headless: false,
    startedAt: at,
    endedAt: at,
    mainModel: 'a-model',
    carries: [
      'actionResults',
      'agentText',
      'actionInputs',
      'patches',
      'sidechains',
      'interruptions',
      'steers',
    ],
    events: [...events],
  }
  return { revisionId, session: canonical, telemetry: measure(canonical) }
}
