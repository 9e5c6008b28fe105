import type { ReferenceLabel, RunAgreement } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { type Database, findSessions, labelsOfSessions, sessionsOfBoth } from '@fieldwork/store'
import { type RatedTwice, type Rating, ratingOf } from '@fieldwork/study'

/** Sessions looked at together: their labels' texts are held no longer than it takes to leave them out. */
const PAGE = 2_000

/** Of each session that both runs have annotated, what either says. */
export async function ratedByBoth(
  database: Database,
  [first, second]: readonly [runId: number, runId: number],
): Promise<readonly RatedTwice[]> {
  const rated: RatedTwice[] = []
  for (let after = 0; ; ) {
    const sessions = await sessionsOfBoth(database, [first, second], { after, limit: PAGE })
    const last = sessions.at(-1)
    if (last === undefined) return rated
    const ours = await labelsOfSessions(database, first, sessions)
    const theirs = await labelsOfSessions(database, second, sessions)
    for (const session of sessions) {
      const [one, other] = [ours.get(session), theirs.get(session)]
      if (one === undefined || other === undefined) continue
      rated.push({ person: one.person, first: ratingOf(one.labels), second: ratingOf(other.labels) })
    }
    after = last
  }
}

type References = NonNullable<RunAgreement['references']>

/**
 * Of each session that the run has annotated and that has a reference label, what either says; and how many of the labels
 * found no session. Throws `request_invalid` where two of them are of the same session.
 */
export async function ratedByReference(
  database: Database,
  { projectId, runId }: { readonly projectId: number; readonly runId: number },
  references: readonly ReferenceLabel[],
): Promise<{ readonly rated: readonly RatedTwice[]; readonly references: References }> {
  const names = references.map(({ id, source }) => ({ externalId: id, source: source ?? null }))
  const found = await findSessions(database, projectId, names)
  const ratings = new Map<number, Rating>()
  for (const [index, { matches, sessionId }] of found.entries()) {
    const reference = references[index]
    if (matches !== 1 || reference === undefined) continue
    if (ratings.has(sessionId)) {
      throw new FieldworkError(
        'request_invalid',
        `/references/${index} is of a session that another one is of`,
      )
    }
    const { id: _id, source: _source, ...labels } = reference
    ratings.set(sessionId, { labels, unscorable: [] })
  }
  const sessions = [...ratings.keys()]
  const rated: RatedTwice[] = []
  for (let from = 0; from < sessions.length; from += PAGE) {
    const ours = await labelsOfSessions(database, runId, sessions.slice(from, from + PAGE))
    for (const [session, { person, labels }] of ours) {
      const second = ratings.get(session)
      if (second !== undefined) rated.push({ person, first: ratingOf(labels), second })
    }
  }
  return {
    rated,
    references: {
      posted: references.length,
      unknown: found.filter(({ matches }) => matches === 0).length,
      ambiguous: found.filter(({ matches }) => matches > 1).length,
      notAnnotated: ratings.size - rated.length,
    },
  }
}
