import type { CanonicalSession, SessionEvent } from '@fieldwork/sessions'
import { type CommandKind, commandKinds, saidBy } from './command-kind.ts'
import { isForAgents, type PathKind, pathKind } from './path-kind.ts'
import { type Words, wordsOf } from './person.ts'

type Command = {
  readonly index: number
  readonly kinds: readonly CommandKind[]
  readonly result: 'ok' | 'error' | 'none'
  /** What the end of the output says. */
  readonly said: 'passed' | 'failed' | 'nothing'
}

/** What the rules look at: counted once per session, nothing judged. */
export type Evidence = {
  readonly words: readonly Words[]
  /** Lines changed by kind of file. */
  readonly lines: Readonly<Record<PathKind, number>>
  readonly changedLines: number
  readonly created: number
  readonly editedFiles: number
  /** Event position of the last edit, -1 where there is none. */
  readonly lastEdit: number
  readonly reads: number
  readonly webLooks: number
  readonly commands: readonly Command[]
  /** Some call's result is told. Where none is, a command is taken to have gone well. */
  readonly tells: boolean
  readonly planMode: boolean
  readonly results: readonly { readonly index: number; readonly result: 'ok' | 'error' | 'none' }[]
  readonly interruptions: number
  /** The last event that is an interruption or the agent's text or action. */
  readonly ending: 'text' | 'action' | 'interruption' | 'unanswered' | 'nothing'
  /** A file or query of data is named by the person or in a call. */
  readonly speaksOfData: boolean
  /** The agent's last words. */
  readonly lastText: string
  /** The session ends in a plan laid before the person. */
  readonly endsInPlan: boolean
  readonly paths: readonly string[]
  /** Project instructions and notes that the agent read or the tool showed. */
  readonly surroundings: string
}

type Action = Extract<SessionEvent, { type: 'action' }>

const isShell = (tool: string) => /^(bash|shell|exec|run|terminal|execute)/i.test(tool)
const isEdit = (tool: string) =>
  /edit|write|replace|patch|create_file/i.test(tool) && !/todo|stdin/i.test(tool)
const isRead = (tool: string) =>
  /^(read|grep|glob|ls|list|search|find|view|open|notebookread|cat)/i.test(tool)
const isWeb = (tool: string) => /web|fetch|browser/i.test(tool)
const ownName = (tool: string) => tool.replace(/^mcp__.+?__/, '')

/** Lines that an edit is taken to change where the source does not record its patch. */
const UNRECORDED = 5

/** Gathers what the rules look at from a session. */
export function gather(session: CanonicalSession): Evidence {
  const { events } = session
  const actions = events.flatMap((event, index) => (event.type === 'action' ? [{ event, index }] : []))
  const edits = actions.flatMap(({ event, index }) => editsOf(event).map((edit) => ({ ...edit, index })))
  const lines = { code: 0, test: 0, docs: 0, plan: 0, agent: 0, config: 0, data: 0 }
  const forAgents = isForAgents(session.project)
  for (const { path, changed } of edits) {
    const kind = pathKind(relative(path, session.project))
    lines[forAgents && (kind === 'docs' || kind === 'plan') ? 'agent' : kind] += changed
  }
  const own = actions.filter(({ event }) => !event.sidechain)
  const named = (is: (tool: string) => boolean) => own.filter(({ event }) => is(ownName(event.tool)))
  const commands = named(isShell).map(({ event, index }) => ({
    index,
    kinds: commandKinds(event.summary),
    result: event.result,
    said: saidBy(event.resultText ?? ''),
  }))
  return {
    words: wordsOf(events),
    lines,
    changedLines: Object.values(lines).reduce((sum, count) => sum + count, 0),
    created: edits.filter(({ created }) => created).length,
    editedFiles: new Set(edits.map(({ path }) => path)).size,
    lastEdit: edits.reduce((last, { index }) => Math.max(last, index), -1),
    reads:
      named(isRead).length + commands.filter(({ kinds }) => kinds.every((kind) => kind === 'look')).length,
    tells: own.some(({ event }) => event.result !== 'none'),
    webLooks: named(isWeb).length,
    commands,
    planMode: own.some(({ event }) => /^(enter|exit)_?plan_?mode$/i.test(event.tool)),
    results: own.map(({ event, index }) => ({ index, result: event.result })),
    interruptions: events.filter(({ type }) => type === 'interruption').length,
    ending: endingOf(events),
    speaksOfData: events.some(
      (event) =>
        (event.type === 'prompt' && dataFile.test(event.text)) ||
        (event.type === 'action' && dataFile.test(event.summary)),
    ),
    lastText: lastTextOf(events),
    endsInPlan: /^exit_?plan_?mode$/i.test(own.at(-1)?.event.tool ?? '') && endingOf(events) !== 'unanswered',
    paths: [session.project ?? '', ...new Set(edits.map(({ path }) => path))],
    surroundings: surroundingsOf(events),
  }
}

function editsOf(action: Action): { path: string; changed: number; created: boolean }[] {
  if (action.edits.length > 0) {
    return action.edits.map(({ path, added, removed, created }) => ({
      path,
      changed: Math.max(1, added + removed),
      created,
    }))
  }
  if (action.result === 'error' || isShell(ownName(action.tool)) || !isEdit(ownName(action.tool))) return []
  const path = action.summary.split(/\s/)[0] ?? ''
  return path === '' ? [] : [{ path, changed: UNRECORDED, created: false }]
}

/** A path inside its project: folders above it say nothing about the file. */
function relative(path: string, project: string | null): string {
  return project !== null && path.startsWith(`${project}/`) ? path.slice(project.length + 1) : path
}

function endingOf(events: readonly SessionEvent[]): Evidence['ending'] {
  const last = events.findLast(({ type }) => type !== 'modelCall' && type !== 'system' && type !== 'steer')
  switch (last?.type) {
    case 'agentText':
      return 'text'
    case 'action':
      return 'action'
    case 'interruption':
      return 'interruption'
    case 'prompt':
      return 'unanswered'
    default:
      return 'nothing'
  }
}

function lastTextOf(events: readonly SessionEvent[]): string {
  const last = events.findLast(({ type }) => type === 'agentText')
  return last?.type === 'agentText' ? last.text : ''
}

const dataFile = /\.(csv|tsv|xlsx?|parquet|ipynb|sqlite3?|sav|dta|rds|feather)\b|\bselect\b.+\bfrom\b/i

const instructions = /(claude|agents|gemini|readme|contributing|memory)[^/\s]*\.(md|txt)|memory\//i

function surroundingsOf(events: readonly SessionEvent[]): string {
  return events
    .flatMap((event) => {
      if (event.type === 'system') return [event.text]
      return event.type === 'action' && isRead(ownName(event.tool)) && instructions.test(event.summary)
        ? [event.resultText ?? '']
        : []
    })
    .join('\n')
    .slice(0, 20_000)
}
