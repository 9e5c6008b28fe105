import type { Run as RunAnswer } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import {
  currentRun,
  type Database,
  findRun,
  historyProgress,
  listRuns,
  noSpending,
  type Run,
  spendingByRun,
} from '@fieldwork/store'

/** The project's run. Throws `run_unknown`, also for a run of another project. */
export async function findOwnRun(database: Database, projectId: number, id: number): Promise<Run> {
  const run = await findRun(database, id, projectId)
  if (run === null) throw new FieldworkError('run_unknown', `no run has the id ${id}`)
  return run
}

/** The project's run as it is answered. Throws as `findOwnRun`. */
export async function answerRun(database: Database, projectId: number, id: number): Promise<RunAnswer> {
  const run = await findOwnRun(database, projectId, id)
  const current = await currentRun(database, projectId)
  const [spent = noSpending(id)] = await spendingByRun(database, projectId, id)
  return toAnswer(run, current?.id === id, spent, await historyProgress(database, id))
}

/** All runs of the project as they are answered, newest first. */
export async function answerRuns(database: Database, projectId: number): Promise<RunAnswer[]> {
  const runs = await listRuns(database, projectId)
  const current = await currentRun(database, projectId)
  const spending = await spendingByRun(database, projectId)
  const answers: RunAnswer[] = []
  for (const run of runs) {
    const spent = spending.find(({ runId }) => runId === run.id) ?? noSpending(run.id)
    answers.push(toAnswer(run, run.id === current?.id, spent, await historyProgress(database, run.id)))
  }
  return answers
}

function toAnswer(
  run: Run,
  current: boolean,
  { settledUsd, reservedUsd, calls, tokens }: ReturnType<typeof noSpending>,
  history: Awaited<ReturnType<typeof historyProgress>>,
): RunAnswer {
  const { projectId: _, sessionsPerJob: __, createdAt, ...known } = run
  return {
    ...known,
    current,
    settledUsd,
    reservedUsd,
    calls,
    tokens,
    history,
    createdAt: createdAt.toISOString(),
    links: { self: `/v1/runs/${run.id}` },
  }
}
