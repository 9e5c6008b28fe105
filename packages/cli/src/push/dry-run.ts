import type { ErrorCode } from '@fieldwork/errors'
import { formatBytes } from '../format-bytes.ts'
import type { SentMemory } from '../sent-memory.ts'
import type { LineFacts } from '../sources/line-facts.ts'
import type { Superseded } from '../sources/plan-sources.ts'
import type { Selection } from '../sources/selection.ts'
import type { SourceState } from '../sources/session-source.ts'
import { forEachSource } from '../sources/source-workers.ts'
import { prepare } from '../sources/tasks.ts'
import { formatTable } from '../tables.ts'
import { chooseSources } from './choose-sources.ts'
import { formatNotSent, formatSuperseded } from './outcome.ts'

export type DryRun = {
  readonly sessions: readonly (LineFacts & { readonly file: string })[]
  readonly unreadable: readonly { readonly file: string; readonly code: ErrorCode; readonly detail: string }[]
  readonly skipped: number
  readonly leftOut: number
  readonly superseded: readonly Superseded[]
}

type Looked = {
  readonly person: string
  readonly selection: Selection
  readonly memory: SentMemory | null
  readonly superseded: readonly Superseded[]
}

/** Reads and redacts as a push would, and tells what would be sent. Sends nothing and needs no service. */
export async function dryRun(
  all: readonly SourceState[],
  { person, selection, memory, superseded }: Looked,
): Promise<DryRun> {
  const { states, ...counts } = chooseSources(all, selection, memory)
  let { skipped, leftOut } = counts
  const sessions: DryRun['sessions'][number][] = []
  const unreadable: DryRun['unreadable'][number][] = []
  const files = states.values()
  const tasks = states.map(({ source }) => ({ source, person, selection, facts: true }))
  for await (const line of forEachSource(prepare, tasks)) {
    const file = files.next().value?.source.shown ?? ''
    if (line === null) leftOut += 1
    else if (line.failed !== null) unreadable.push({ file, ...line.failed })
    else if (line.contentHash !== null && memory?.knowsContent(line.contentHash)) skipped += 1
    else if (line.facts !== null) sessions.push({ file, ...line.facts })
  }
  return { sessions, unreadable, skipped, leftOut, superseded }
}

/** The sessions that would be sent, what was redacted in each, and what could not be read. */
export function formatDryRun({ sessions, unreadable, superseded, ...notSent }: DryRun): string {
  const bytes = sessions.reduce((sum, session) => sum + session.bytes, 0)
  const redacted = new Map<string, number>()
  for (const session of sessions) {
    for (const [kind, count] of Object.entries(session.redacted)) {
      redacted.set(kind, (redacted.get(kind) ?? 0) + count)
    }
  }
  const parts: string[] = []
  if (sessions.length > 0) parts.push(formatSessions(sessions))
  if (unreadable.length > 0) {
    const rows = unreadable.map(({ file, code, detail }) => [code, `${file}: ${detail}`])
    parts.push(formatTable(['Would be rejected', 'Which, and why'], rows))
  }
  parts.push(
    `Would be sent: ${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}, ${formatBytes(bytes)} before compression`,
  )
  parts.push(
    `Redacted: ${formatKinds([...redacted])}`,
    ...formatNotSent(notSent),
    ...formatSuperseded(superseded),
    'Nothing was sent.',
  )
  return `${parts.join('\n')}\n`
}

function formatSessions(sessions: DryRun['sessions']): string {
  const rows = sessions.map(({ source, id, project, turns, bytes, redacted }) => [
    source,
    id.slice(0, 13),
    project?.split(/[\\/]/).at(-1) ?? '–',
    turns === null ? '–' : String(turns),
    formatBytes(bytes),
    formatKinds(Object.entries(redacted)),
  ])
  return formatTable(['Source', 'Session', 'Project', 'Turns', 'Size', 'Redacted'], rows)
}

const formatKinds = (kinds: readonly (readonly [string, number])[]) =>
  kinds.length === 0 ? 'nothing' : kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')
