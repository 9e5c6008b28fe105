import { isFieldworkError } from '@fieldwork/errors'
import type { Chunks } from '../beginning.ts'
import type { CanonicalSession, SessionEvent } from '../canonical-session.ts'
import { type ReadOptions, type ReadTranscript, readParts, readTranscript } from '../read-transcript.ts'
import { tellsSessionsInSeveralFiles } from '../readers.ts'
import { entryKey } from './entry-key.ts'
import type { SessionPlan } from './plan-sessions.ts'

export type PlannedOptions = ReadOptions & Pick<SessionPlan<unknown>, 'externalId' | 'elsewhere'>

/**
 * `readTranscript` for a session that is told in several transcripts, as `planSessions` has them: their entries in one
 * session, without those that another session counts, and what its sub-agents did at the times they did it.
 */
export async function readPlanned(
  parts: readonly Chunks[],
  { externalId, elsewhere, ...options }: PlannedOptions,
): Promise<ReadTranscript> {
  const isElsewhere = elsewhere.size === 0 ? undefined : (id: string) => elsewhere.has(entryKey(id))
  const read = await readParts(parts, options, { isElsewhere })
  const named = { ...read.session, externalId: externalId ?? read.session.externalId }
  if (parts.length === 1) return { ...read, session: named }
  if (tellsSessionsInSeveralFiles(named.source)) {
    return { ...read, session: { ...named, events: inTimeOrder(named.events) } }
  }
  const subAgents: CanonicalSession[] = []
  for (const part of parts.slice(1)) subAgents.push(...(await readSubAgent(part)))
  return { ...read, session: withSubAgents(named, subAgents) }
}

/** A sub-agent's session; none where it did nothing. */
async function readSubAgent(part: Chunks): Promise<readonly CanonicalSession[]> {
  try {
    return [(await readTranscript(part)).session]
  } catch (error) {
    if (isFieldworkError(error) && error.code === 'session_empty') return []
    throw error
  }
}

/** What sub-agents did, in the session of the agent that started them: their calls and their model messages. */
function withSubAgents(session: CanonicalSession, subAgents: readonly CanonicalSession[]): CanonicalSession {
  const done = subAgents.flatMap(({ events }) =>
    events.flatMap((event): SessionEvent[] => {
      if (event.type === 'action') return [{ ...event, sidechain: true }]
      return event.type === 'modelCall' ? [event] : []
    }),
  )
  const carries = new Set([...session.carries, 'sidechains' as const])
  return { ...session, carries: [...carries], events: inTimeOrder([...session.events, ...done]) }
}

/** Events by their times; one without a time stays behind the one before it. */
function inTimeOrder(events: readonly SessionEvent[]): SessionEvent[] {
  let last = ''
  const timed = events.map((event) => {
    last = event.at ?? last
    return { event, at: last }
  })
  return timed.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))).map(({ event }) => event)
}
