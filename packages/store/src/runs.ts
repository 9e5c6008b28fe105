import type { StatedAgreement } from '@fieldwork/codebook'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import { projects, type RunSettings, runs } from './schema/projects.ts'

/** Codebook version × annotator with its settings; new sessions join the project's current run. */
export type Run = {
  readonly id: number
  readonly projectId: number
  readonly codebookVersion: string
  readonly annotator: string
  readonly annotatorVersion: string
  /** What else decides how it answers: a model, a strategy. */
  readonly settings: RunSettings
  /** Sessions that one job gives the annotator. */
  readonly sessionsPerJob: number
  /** What the annotator states of its agreement with reference labels; null where it states nothing. */
  readonly agreement: StatedAgreement | null
  /** USD that the run may cost; null where nothing is set. */
  readonly limitUsd: number | null
  /** Why nothing of it goes on until somebody resumes it; null while it goes on. */
  readonly stopped: string | null
  readonly createdAt: Date
}

/** What makes a run this run: with another value it is another. */
type RunIdentity = Pick<Run, 'codebookVersion' | 'annotator' | 'annotatorVersion' | 'settings'>

export type RunDefinition = RunIdentity & Pick<Run, 'sessionsPerJob' | 'agreement'>

const runColumns = {
  id: runs.id,
  projectId: runs.projectId,
  codebookVersion: runs.codebookVersion,
  annotator: runs.annotator,
  annotatorVersion: runs.annotatorVersion,
  settings: runs.settings,
  sessionsPerJob: runs.sessionsPerJob,
  agreement: runs.agreement,
  limitUsd: runs.limitUsd,
  stopped: runs.stopped,
  createdAt: runs.createdAt,
}

/** The project's run of that definition, made where there is none. */
export async function ensureRun(
  database: Database,
  projectId: number,
  definition: RunDefinition,
): Promise<Run> {
  // Asked for again and again: what is as it should be is not written, and takes no number for nothing.
  const [known] = await database.query.select(runColumns).from(runs).where(isSame(projectId, definition))
  if (known !== undefined) return known
  const [run] = await database.query
    .insert(runs)
    .values({ projectId, ...definition })
    .onConflictDoUpdate({
      target: [runs.projectId, runs.codebookVersion, runs.annotator, runs.annotatorVersion, runs.settings],
      set: { sessionsPerJob: definition.sessionsPerJob, agreement: definition.agreement },
    })
    .returning(runColumns)
  if (run === undefined) throw new Error('the run was neither made nor found')
  return run
}

const isOf = (projectId: number, identity: RunIdentity) =>
  and(
    eq(runs.projectId, projectId),
    eq(runs.codebookVersion, identity.codebookVersion),
    eq(runs.annotator, identity.annotator),
    eq(runs.annotatorVersion, identity.annotatorVersion),
    eq(runs.settings, identity.settings),
  )

const isSame = (projectId: number, definition: RunDefinition) =>
  and(
    isOf(projectId, definition),
    eq(runs.sessionsPerJob, definition.sessionsPerJob),
    definition.agreement === null ? isNull(runs.agreement) : eq(runs.agreement, definition.agreement),
  )

/** The project's run of that identity, or null where there is none yet. */
export async function findRunOf(
  database: Database,
  projectId: number,
  identity: RunIdentity,
): Promise<Run | null> {
  const [run] = await database.query.select(runColumns).from(runs).where(isOf(projectId, identity))
  return run ?? null
}

/**
 * As `ensureRun`, and makes it the project's current one: in place of `chosen`, where somebody chose that, else only while
 * nobody has chosen any.
 */
export async function ensureCurrentRun(
  database: Database,
  projectId: number,
  definition: RunDefinition,
  chosen: Pick<Run, 'id'> | null = null,
): Promise<Run> {
  const run = await ensureRun(database, projectId, definition)
  await database.query
    .update(projects)
    .set({ currentRunId: run.id })
    .where(
      and(
        eq(projects.id, projectId),
        sql`${projects.currentRunId} is distinct from ${run.id}`,
        chosen === null ? eq(projects.runChosen, false) : eq(projects.currentRunId, chosen.id),
      ),
    )
  return run
}

/** The run that new sessions of the project join; null before a worker has named its annotator. */
export async function currentRun(database: Database, projectId: number): Promise<Run | null> {
  const [run] = await database.query
    .select(runColumns)
    .from(projects)
    .innerJoin(runs, eq(runs.id, projects.currentRunId))
    .where(eq(projects.id, projectId))
  return run ?? null
}

/** Whether somebody chose the project's current run; else it follows the workers' environment. */
export async function isRunChosen(database: Database, projectId: number): Promise<boolean> {
  const [project] = await database.query
    .select({ chosen: projects.runChosen })
    .from(projects)
    .where(eq(projects.id, projectId))
  return project?.chosen ?? false
}

/** A run by its id, or null. With a project: null also where it is another project's. */
export async function findRun(database: Database, runId: number, projectId?: number): Promise<Run | null> {
  const [run] = await database.query
    .select(runColumns)
    .from(runs)
    .where(and(eq(runs.id, runId), projectId === undefined ? sql`true` : eq(runs.projectId, projectId)))
  return run ?? null
}

/** The project's runs, newest first. */
export async function listRuns(database: Database, projectId: number): Promise<readonly Run[]> {
  return database.query
    .select(runColumns)
    .from(runs)
    .where(eq(runs.projectId, projectId))
    .orderBy(desc(runs.id))
}

/** Sets what the run may cost, in USD; null lifts the limit. */
export async function limitRun(database: Database, runId: number, limitUsd: number | null): Promise<void> {
  await database.query.update(runs).set({ limitUsd }).where(eq(runs.id, runId))
}

/** Makes a run the project's current one: new sessions join it, and cohorts are read from it. */
export async function chooseRun(database: Database, { id, projectId }: Run): Promise<void> {
  await database.query
    .update(projects)
    .set({ currentRunId: id, runChosen: true })
    .where(eq(projects.id, projectId))
}
