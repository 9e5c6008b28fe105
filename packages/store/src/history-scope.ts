/** The placeholders of a statement that hold a project and the months of a scope. */
type Placeholders = { readonly project: string; readonly since: string; readonly until: string }

/**
 * SQL of what a run over history may annotate: the newest revision (`held`) of each session in the months that still has its
 * transcript and that was not excluded.
 */
export const historyScope = ({ project, since, until }: Placeholders) => `
  from sessions
    join session_revisions held on session_id = sessions.id and held.revision = latest_revision
    join transcripts on revision_id = held.id
  where project_id = ${project} and held.state in ('annotated', 'unscorable', 'dead') and canonical is not null
    and (${since}::text is null or telemetry->>'month' >= ${since})
    and (${until}::text is null or telemetry->>'month' <= ${until})`

/** SQL of whether a run has a revision neither annotated nor in hand; what was cancelled of it is, unless `cancelled`. */
export const isFreshTo = (run: string, revision: string, cancelled = 'false') => `
  not exists (select from annotations where revision_id = ${revision} and run_id = ${run})
    and not exists (select from reannotations where revision_id = ${revision} and run_id = ${run}
                    and not (${cancelled} and state = 'excluded'))`
