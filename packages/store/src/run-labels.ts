import { type ValidityFact, validityColumns } from '@fieldwork/study'
import type { Database } from './database.ts'
import { factColumn } from './fact-columns.ts'

/** What names a session: its own id, and its source where several may have that id. */
export type SessionName = { readonly externalId: string; readonly source: string | null }

/**
 * The sessions that are meant, in the order of the names: how many of the project have that name, and which it is where
 * it is one.
 */
export async function findSessions(
  database: Database,
  projectId: number,
  names: readonly SessionName[],
): Promise<readonly { readonly matches: number; readonly sessionId: number }[]> {
  const found = await database.pool.query<{ matches: number; sessionId: number }>(
    `select count(sessions.id) as matches, min(sessions.id) as "sessionId"
     from unnest($2::text[], $3::text[]) with ordinality as named (external_id, source, ordinal)
     left join sessions on project_id = $1 and sessions.external_id = named.external_id
       and (named.source is null or sessions.source = named.source)
     group by ordinal order by ordinal`,
    [projectId, names.map(({ externalId }) => externalId), names.map(({ source }) => source)],
  )
  return found.rows
}

/** A page of the sessions of which both runs hold a fact, by their ids, after the one given. */
export async function sessionsOfBoth(
  database: Database,
  [first, second]: readonly [runId: number, runId: number],
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly number[]> {
  const found = await database.pool.query<{ sessionId: number }>(
    `select one.session_id as "sessionId" from facts as one join facts as other using (session_id)
     where one.run_id = $1 and other.run_id = $2 and one.session_id > $3
     order by one.session_id limit $4`,
    [first, second, after, limit],
  )
  return found.rows.map(({ sessionId }) => sessionId)
}

/** A session's labels by classifier, as they are stored: null where there was no usable answer. */
export type StoredLabels = {
  readonly person: string
  readonly labels: Readonly<Record<string, unknown>>
}

/** A run's labels of the newest annotated revision of each of these sessions, by session; none where it has not annotated it. */
export async function labelsOfSessions(
  database: Database,
  runId: number,
  sessionIds: readonly number[],
): Promise<ReadonlyMap<number, StoredLabels>> {
  const found = await database.pool.query<StoredLabels & { sessionId: number }>(
    `select facts.session_id as "sessionId", encode(facts.person, 'hex') as person,
       coalesce(jsonb_object_agg(classifier, value) filter (where classifier is not null), '{}') as labels
     from facts
     join session_revisions using (session_id, revision)
     join annotations on annotations.revision_id = session_revisions.id and annotations.run_id = facts.run_id
     left join labels on labels.annotation_id = annotations.id
     where facts.run_id = $1 and facts.session_id = any($2::bigint[])
     group by facts.session_id, facts.person order by facts.session_id`,
    [runId, sessionIds],
  )
  return new Map(found.rows.map(({ sessionId, ...stored }) => [sessionId, stored]))
}

const validityMembers = validityColumns.map((column) => `${factColumn(column)} as "${column}"`).join(', ')

/** What the study's validation tables look at of a run's facts. */
export async function validityFacts(database: Database, runId: number): Promise<readonly ValidityFact[]> {
  const found = await database.pool.query<ValidityFact>(
    `select encode(person, 'hex') as person, ${validityMembers} from facts where run_id = $1`,
    [runId],
  )
  return found.rows
}
