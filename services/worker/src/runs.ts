import { codebook } from '@fieldwork/codebook'
import {
  type ClaimedRevision,
  currentRun,
  type Database,
  ensureCurrentRun,
  findRun,
  isRunChosen,
  type Run,
} from '@fieldwork/store'
import type { Annotators } from './annotators.ts'

/** For how long a run is taken to be as it was read: that it was stopped is seen by then. */
const READ_FOR_MS = 2_000

/** Which run annotates what. Asked for every chunk, so that an answer is kept for two seconds. */
export function createRuns(
  database: Database,
  annotators: Annotators,
  now: () => number = Date.now,
): {
  /** The project's current run, named by its annotator where this is the first time. */
  ofProject(projectId: number): Promise<Run>
  of(revision: Pick<ClaimedRevision, 'runId' | 'projectId'>): Promise<Run>
  /** Has runs read anew: one of them was changed. */
  forget(): void
} {
  const { read, forget } = keepFor(READ_FOR_MS, now)
  const ofProject = (projectId: number) =>
    read(`project ${projectId}`, () => nameRun(database, annotators, projectId))
  return {
    ofProject,
    forget,
    of: ({ runId, projectId }) =>
      runId === null ? ofProject(projectId) : read(`run ${runId}`, () => runById(database, runId)),
  }
}

/**
 * The run of a project by the annotator that somebody chose for it, else by that of the environment, in the versions of this
 * release: a newer one is another run. A chosen run that this worker has no annotator for stays as it is: it stops once
 * work of it comes.
 */
async function nameRun(database: Database, annotators: Annotators, projectId: number): Promise<Run> {
  const current = (await isRunChosen(database, projectId)) ? await currentRun(database, projectId) : null
  if (current !== null && !annotators.has(current)) return current
  const choice = current ?? annotators.ofEnvironment
  const annotator = annotators.get(choice)
  const definition = {
    codebookVersion: codebook.version,
    annotator: annotator.name,
    annotatorVersion: annotator.version,
    settings: choice.settings,
    sessionsPerJob: annotator.sessionsPerJob,
    agreement: annotator.agreement,
  }
  return ensureCurrentRun(database, projectId, definition, current)
}

async function runById(database: Database, runId: number): Promise<Run> {
  const run = await findRun(database, runId)
  if (run === null) throw new Error(`run ${runId} of waiting work is gone`)
  return run
}

/** Remembers the answers to a question by name, for so many milliseconds; a failed one is not kept. */
function keepFor(ms: number, now: () => number) {
  const kept = new Map<string, { readonly until: number; readonly run: Promise<Run> }>()
  const read = (name: string, ask: () => Promise<Run>): Promise<Run> => {
    const known = kept.get(name)
    if (known !== undefined && known.until > now()) return known.run
    const run = ask()
    kept.set(name, { until: now() + ms, run })
    run.catch(() => kept.delete(name))
    return run
  }
  return { read, forget: () => kept.clear() }
}
