import { asObject, asString, type JsonObject } from '../../json.ts'
import { cutMiddle, headOf, storable } from '../../text.ts'
import { createTimeSpan, timeOf } from '../../time.ts'
import { parentOf } from './lineage.ts'

const MAX_EXTERNAL_ID = 200
const MAX_PARENT_ID = 120
const MAX_ENTRYPOINT = 100
const MAX_PROJECT = 1_000

/** The way it was started: `cli`, `vscode`, `exec`, `mcp`, a name that a program gives, or the program's own name. */
function entrypointOf(meta: JsonObject): string | undefined {
  const source = asObject(meta.source)
  const named = asString(meta.source) ?? asString(source?.custom)
  if (named !== undefined && named !== 'unknown') return named
  return source === undefined ? asString(meta.originator) : Object.keys(source)[0]
}

/** Programs that send the prompts themselves. */
const scripted = /(?:^|[^a-z])(?:exec|mcp|sdk)(?:[^a-z]|$)/i

/** Whether a session was started by another, as its `session_meta` says in one way or another. */
export function isSubAgent(meta: JsonObject): boolean {
  const source = asObject(meta.source)
  return (
    /^subagent/.test(asString(meta.source) ?? '') ||
    source?.subagent !== undefined ||
    source?.internal !== undefined ||
    meta.thread_source === 'subagent'
  )
}

/** What the file's own `session_meta` says, and the span of its entries. */
export function createSessionFacts() {
  const span = createTimeSpan()
  let id: string | undefined
  let parent: string | undefined
  let cwd: string | undefined
  let entrypoint: string | undefined
  let begun: string | null = null
  let scriptedStart = false
  let subAgent = false

  return {
    meta(meta: JsonObject): void {
      id = asString(meta.id) ?? asString(meta.session_id)
      parent = parentOf(meta)
      cwd = asString(meta.cwd)
      begun = timeOf(meta.timestamp)
      entrypoint = entrypointOf(meta)
      scriptedStart = [entrypoint, asString(meta.originator)].some((name) => scripted.test(name ?? ''))
      subAgent = isSubAgent(meta)
    },
    turnContext(context: JsonObject): void {
      cwd ??= asString(context.cwd)
    },
    entry: span.add,
    cwd: () => cwd,
    /** Whether the session is a sub-agent's: what is said to it is its parent's, and no person's. */
    isSubAgent: () => subAgent,
    /** `name` is the session's where it names itself none. */
    read(name: string | undefined) {
      const own = id ?? (name === undefined || name === '' ? 'unnamed' : name)
      const externalId = subAgent && parent !== undefined ? `${headOf(parent, MAX_PARENT_ID)}/${own}` : own
      const { startedAt, endedAt } = span.read()
      return {
        externalId: storable(headOf(externalId, MAX_EXTERNAL_ID)),
        entrypoint: entrypoint === undefined ? null : storable(headOf(entrypoint, MAX_ENTRYPOINT)),
        project: cwd === undefined ? null : storable(cutMiddle(cwd, MAX_PROJECT)),
        headless: scriptedStart || subAgent,
        // The first versions wrote no times but the session's own.
        startedAt: startedAt ?? begun,
        endedAt: endedAt ?? begun,
      }
    },
  }
}
