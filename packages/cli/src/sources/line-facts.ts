import { type CanonicalSession, measure } from '@fieldwork/sessions'

/** What a person wants to know of a session before it is sent. */
export type LineFacts = {
  readonly source: string
  readonly id: string
  /** As it is sent: without the user's name. */
  readonly project: string | null
  readonly turns: number | null
  readonly endedAt: string | null
  readonly bytes: number
  /** How often what kind of secret or personal data was replaced. */
  readonly redacted: Readonly<Record<string, number>>
}

export function lineFacts(session: CanonicalSession, redacted: CanonicalSession, bytes: number): LineFacts {
  const { turns } = measure(session)
  const { source, externalId: id, project, endedAt } = redacted
  return { source, id, project, turns, endedAt, bytes, redacted: replaced(session, redacted) }
}

/** What placeholders were put in: a transcript may quote some already. */
function replaced(before: CanonicalSession, after: CanonicalSession): Readonly<Record<string, number>> {
  const quoted = placeholders(before)
  const counts: Record<string, number> = {}
  for (const [kind, count] of placeholders(after)) {
    const added = count - (quoted.get(kind) ?? 0)
    if (added > 0) counts[kind] = added
  }
  return counts
}

function placeholders(session: CanonicalSession): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [, kind = ''] of JSON.stringify(session).matchAll(/\[REDACTED:([a-z0-9-]+)\]/g)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}
