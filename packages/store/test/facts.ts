import { codebases, outcomes, socMajorGroups, workModeGroups, workModes } from '@fieldwork/codebook'
import { type CellMoments, cohorts, type FactOfPerson, momentsOf } from '@fieldwork/study'
import fc from 'fast-check'
import { type Database, readCohort } from '../src/index.ts'
import { facts } from '../src/schema/cohorts.ts'
import { sessions } from '../src/schema/sessions.ts'
import { factOf } from './answers.ts'

const count = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 2 ** 31 - 1 }))
const share = fc.option(
  fc.tuple(fc.integer({ min: 1, max: 15 }), fc.nat()).map(([all, user]) => (user % (all + 1)) / all),
)
const yesNo = fc.option(fc.boolean())

/** Facts whose columns are drawn one by one: no combination is ruled out, also none that cannot happen. */
export const anyFact: fc.Arbitrary<FactOfPerson> = fc
  .record({
    person: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    month: fc.option(fc.constantFrom('2025-10', '2025-12', '2026-04')),
    headless: fc.integer({ min: 0, max: 4 }).map((draw) => draw === 0),
    turns: count,
    actions: count,
    agentWords: fc.option(fc.oneof(count, fc.constant(2 ** 70))),
    workMode: fc.option(fc.constantFrom(...workModes)),
    workModeGroup: fc.option(fc.constantFrom(...workModeGroups)),
    codebase: fc.option(fc.constantFrom(...codebases)),
    expertise: fc.option(fc.integer({ min: 1, max: 5 })),
    occupationUser: fc.option(fc.constantFrom(...socMajorGroups)),
    outcome: fc.option(fc.constantFrom(...outcomes)),
    userPlanningShare: share,
    userExecutionShare: share,
    verifiedSuccess: yesNo,
    atLeastPartial: yesNo,
    hitTrouble: yesNo,
    abandoned: yesNo,
    wroteCode: yesNo,
    softwareUser: yesNo,
  })
  .map(({ person, ...known }) => ({ ...factOf(known), person }))

export const anyFacts = fc.array(anyFact, { maxLength: 40 })

/** The same few facts for a seed each time, where any will do. */
export const drawFacts = (seed: number): readonly FactOfPerson[] =>
  fc.sample(fc.array(anyFact, { minLength: 20, maxLength: 40 }), { seed, numRuns: 1 }).flat()

type RunOfProject = { readonly id: number; readonly projectId: number }

/** Writes facts of new sessions and notes the months that changed, in one transaction, as writeAnnotations does. */
export async function insertFacts(
  database: Database,
  run: RunOfProject,
  written: readonly FactOfPerson[],
): Promise<void> {
  if (written.length === 0) return
  await database.query.transaction(async (query) => {
    const made = await query
      .insert(sessions)
      .values(
        written.map(({ person }) => ({
          projectId: run.projectId,
          source: 'made',
          externalId: crypto.randomUUID(),
          person: Buffer.from(person),
        })),
      )
      .returning({ id: sessions.id })
    await query.insert(facts).values(
      written.map(({ person, month, ...fact }, index) => ({
        ...fact,
        runId: run.id,
        sessionId: made[index]?.id ?? 0,
        projectId: run.projectId,
        revision: 1,
        person: Buffer.from(person),
        month: month === null ? null : `${month}-01`,
      })),
    )
    await query.execute(
      `insert into fact_changes (project_id, run_id, month) select distinct project_id, run_id, month from facts where session_id in (${made.map(({ id }) => id).join(',')})`,
    )
  })
}

type Computed = Pick<CellMoments, 'cell' | 'metric' | 'moments'>

const inOrder = (cells: readonly Computed[]) =>
  new Map(
    cells
      .map(
        ({ cell, metric, moments }) =>
          [JSON.stringify([Object.entries(cell).toSorted(), metric]), moments] as const,
      )
      .toSorted(),
  )

/** What every cohort of the project's current run holds, by cell and metric. */
export async function heldCohorts(database: Database, projectId: number) {
  const held = await Promise.all(cohorts.map(({ id }) => readCohort(database, projectId, id)))
  return cohorts.map(({ id }, index) => ({ id, cells: inOrder(held[index]?.rows ?? []) }))
}

/** What every cohort of these facts is, computed from scratch by @fieldwork/study. */
export const cohortsOf = (written: readonly FactOfPerson[]) =>
  cohorts.map((cohort) => ({ id: cohort.id, cells: inOrder(momentsOf(cohort, written)) }))
