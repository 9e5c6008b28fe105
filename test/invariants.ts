import { deriveFact, type LabelValues } from '@fieldwork/codebook'
import type { Batch } from '@fieldwork/contract'
import type { Telemetry } from '@fieldwork/sessions'
import { allProjects, type Database, readCohort } from '@fieldwork/store'
import { type CellMoments, cohorts, type FactOfPerson, momentsOf } from '@fieldwork/study'
import { expect } from 'vitest'
import type { System } from './system.ts'

/**
 * What must hold once the batches are settled, whatever has befallen the system on the way: nothing waits, nothing is
 * lost, nothing is there twice, and the cohorts are those that a computation from the labels gives.
 */
export async function expectWhole(system: System, batches: readonly Batch[]): Promise<void> {
  for (const { id } of batches) await expectAccounted(system, id)
  await expectNothingWaits(system.database)
  await expectOnceAnnotated(system.database)
  const facts = await factsFromLabels(system.database)
  expect(await storedFacts(system.database)).toEqual(facts)
  await expectCohorts(system.database, facts)
}

/** Every line of the batch has ended in one way, and every session of it stands in one state. */
async function expectAccounted({ client, database }: System, id: string): Promise<void> {
  const { state, counts, progress, complete, materialised } = await client.batch(id)
  expect({ state, complete, materialised }).toEqual({ state: 'accepted', complete: true, materialised: true })
  expect(counts.accepted + counts.duplicate + counts.revised + counts.rejected).toBe(counts.posted)
  const { rows } = await database.pool.query<{ lines: number; last: number; revisions: number }>(
    `select count(*) as lines, max(line)::int as last, count(distinct revision_id) as revisions
     from batch_lines where batch_id = $1`,
    [id],
  )
  const inSomeState = Object.values(progress).reduce((sum, count) => sum + count, 0)
  expect(rows).toEqual([{ lines: counts.posted, last: counts.posted, revisions: inSomeState }])
}

async function expectNothingWaits({ pool }: Database): Promise<void> {
  const waiting = await pool.query(
    `select state, count(*) from session_revisions where state in ('pending', 'annotating', 'parked') group by state`,
  )
  expect(waiting.rows).toEqual([])
  expect((await pool.query('select * from fact_changes')).rows).toEqual([])
}

/** Each annotated revision has one annotation with one label per classifier at the most, and no other has any. */
async function expectOnceAnnotated({ pool }: Database): Promise<void> {
  const wrong = await pool.query(
    `select revision.id, state, count(distinct annotations.id) as annotations, count(classifier) as labels,
       count(distinct classifier) as classifiers
     from session_revisions revision
       left join annotations on revision_id = revision.id left join labels on annotation_id = annotations.id
     group by revision.id
     having count(distinct annotations.id) <> (state = 'annotated')::int
       or count(classifier) <> count(distinct classifier)`,
  )
  expect(wrong.rows).toEqual([])
}

type HeldFact = FactOfPerson & { readonly session: number; readonly revision: number }

/** The facts that the newest annotated revision of each session makes, from its counts and labels alone. */
export async function factsFromLabels({ pool }: Database): Promise<readonly HeldFact[]> {
  type Row = { session: number; revision: number; person: string; telemetry: Telemetry; labels: LabelValues }
  const { rows } = await pool.query<Row>(
    `select distinct on (session_id) session_id as session, revision, encode(person, 'hex') as person, telemetry,
       (select coalesce(jsonb_object_agg(classifier, value), '{}') from labels
        where annotation_id = annotations.id and value is not null) as labels
     from session_revisions revision join sessions on sessions.id = session_id
       join transcripts on transcripts.revision_id = revision.id
       join annotations on annotations.revision_id = revision.id
     order by session_id, revision desc`,
  )
  return rows.map(({ session, revision, person, telemetry, labels }) => ({
    session,
    revision,
    person,
    ...deriveFact(telemetry, labels),
  }))
}

async function storedFacts({ pool }: Database): Promise<readonly HeldFact[]> {
  const columns = await pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = 'facts'
       and column_name not in ('run_id', 'project_id', 'session_id', 'person', 'month')`,
  )
  const members = columns.rows.map(({ name }) => `${name} as "${name.replace(/_(.)/g, upper)}"`)
  const { rows } = await pool.query<HeldFact>(
    `select session_id as session, encode(person, 'hex') as person, to_char(month, 'YYYY-MM') as month,
       ${members.join(', ')} from facts order by session_id`,
  )
  return rows
}

const upper = (_: string, letter: string) => letter.toUpperCase()

async function expectCohorts(database: Database, facts: readonly FactOfPerson[]): Promise<void> {
  const [project] = await allProjects(database)
  for (const cohort of cohorts) {
    const held = await readCohort(database, project?.id ?? 0, cohort.id)
    expect(held?.stale).toBe(false)
    expect(byCell(held?.rows ?? [])).toEqual(byCell(momentsOf(cohort, facts)))
  }
}

const byCell = (rows: readonly CellMoments[]) =>
  new Map(
    rows.map(({ cell, metric, moments }) => [JSON.stringify([metric, Object.entries(cell).sort()]), moments]),
  )
