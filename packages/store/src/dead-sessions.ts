import { type Database, transaction } from './database.ts'
import { type DeadFilter, filterValues, letterIds, SESSIONS_QUEUE } from './dead-letter-filter.ts'
import type { WaitingChunk } from './sweep.ts'
import { inBoth, type WorkTable, workTables } from './work-tables.ts'

/** The dead sessions of a table that fit the filter whose values are `filterValues`. */
const deadSessionsIn = ({ name, revision }: WorkTable): string => `
  select ${letterIds[name]} as letter, held.${revision} as id, ${name === 'reannotations' ? 'held.run_id' : 'null::int'} as run_id,
    held.reason, held.attempts, held.state_changed_at as died_at, session.id as session_id, source, what.revision,
    canonical is not null as has_transcript
  from ${name} held join session_revisions what on what.id = held.${revision}
    join sessions session on session.id = what.session_id join transcripts on transcripts.revision_id = what.id
  where session.project_id = $1 and held.state = 'dead' and ($2::text is null or $2 = '${SESSIONS_QUEUE}')
    and ($3::text is null or split_part(held.reason, ':', 1) = $3)
    and ($4::int is null or ${name === 'reannotations' ? 'held.run_id' : '(select current_run_id from projects where id = $1)'} = $4)
    and ($5::bigint is null or (held.${revision} = $5
      and ${name === 'reannotations' ? 'held.run_id = $6::int' : '$6::int is null'}))
    and $7::text is null`

/**
 * Has dead sessions tried again, each in a chunk of its own, with all their attempts; those whose transcript is gone stay
 * dead. Returns the chunks to enqueue.
 */
export async function redriveSessions(
  database: Database,
  projectId: number,
  filter: DeadFilter,
): Promise<readonly WaitingChunk[]> {
  return transaction(database, async (client) => {
    const redriven = await inBoth<{ id: string; again: boolean }>(
      client,
      (table) => `
       with dead as (${deadSessionsIn(table)} and canonical is not null for update of held skip locked)
       update ${table.name} as held
       set state = 'pending', reason = null, attempts = 0, chunk_id = nextval('chunk_ids'), state_changed_at = now()
       from dead where held.${table.revision} = dead.id ${table.name === 'reannotations' ? 'and held.run_id = dead.run_id' : ''}
       returning chunk_id::text as id, ${table.name === 'reannotations'} as again`,
      filterValues(projectId, filter),
    )
    return redriven.rows.map((chunk, rank) => ({ ...chunk, rank }))
  })
}

/** As `deadSessionsIn`, in both tables. */
export const deadSessionsInBoth: string = workTables.map(deadSessionsIn).join(' union all ')
