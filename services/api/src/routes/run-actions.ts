import { ChooseRun, RunChange, type RunChange as RunChangeAnswer, StopRun } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import {
  cancelHistory,
  chooseRun,
  type Database,
  historyProgress,
  type Run,
  reannotate,
  resumeRun,
  stopRun,
  unfinishedStates,
} from '@fieldwork/store'
import type { App } from '../app.ts'
import { projectOf } from '../authentication.ts'
import { problemResponse } from '../problems.ts'
import { answerRun, findOwnRun } from './find-run.ts'
import { RunId, type RunRoutes, sessionsOf } from './runs.ts'

/** What may be done with a run. Each gives the run as it then is, and how many sessions it moved. */
export function runActionRoutes(app: App, { database, authenticate, announce }: RunRoutes): void {
  const common = {
    tags: ['runs'],
    security: [{ key: [] }],
    params: RunId,
    response: { 200: RunChange, default: problemResponse },
  }
  const admin = authenticate('admin')
  const perform = async (
    projectId: number,
    id: number,
    action: (run: Run) => Promise<number>,
  ): Promise<RunChangeAnswer> => {
    const sessions = await action(await findOwnRun(database, projectId, id))
    return { run: await answerRun(database, projectId, id), sessions }
  }

  app.post(
    '/v1/runs/:id/choose',
    {
      onRequest: admin,
      schema: {
        ...common,
        summary: 'Make a run the current one',
        description:
          'New sessions join it, and cohorts are read from it. Annotated sessions that it lacks are given to it; those that were under an annotator at that moment are taken when it is chosen once more.',
        body: ChooseRun,
      },
    },
    (request) => {
      const { force = false, topUp = true } = request.body
      return perform(projectOf(request).id, request.params.id, async (run) => {
        if (!force) await refuseUnfinished(database, run)
        await chooseRun(database, run)
        // After it was chosen: nothing then goes to the run before but what is already under an annotator.
        const chunks = topUp ? await reannotate(database, run, {}) : []
        announce(chunks)
        return sessionsOf(chunks)
      })
    },
  )

  app.post(
    '/v1/runs/:id/stop',
    {
      onRequest: admin,
      schema: {
        ...common,
        summary: 'Stop a run',
        description: 'What waits of it is parked; what an annotator has in hand is finished.',
        body: StopRun,
      },
    },
    (request) => {
      const reason = `run_stopped: ${request.body.reason ?? 'somebody stopped it'}`
      return perform(projectOf(request).id, request.params.id, ({ id }) => stopRun(database, id, reason))
    },
  )

  app.post(
    '/v1/runs/:id/resume',
    {
      onRequest: admin,
      schema: { ...common, summary: 'Let a stopped run go on', description: 'What was parked waits again.' },
    },
    (request) =>
      perform(projectOf(request).id, request.params.id, async ({ id }) => {
        const chunks = await resumeRun(database, id)
        announce(chunks)
        return sessionsOf(chunks)
      }),
  )

  app.post(
    '/v1/runs/:id/cancel',
    {
      onRequest: admin,
      schema: {
        ...common,
        summary: 'End a run over history',
        description:
          'What waits or is parked of its history is excluded; labels that it has stay, and so do sessions that join it as they come.',
      },
    },
    (request) => perform(projectOf(request).id, request.params.id, (run) => cancelHistory(database, run)),
  )
}

async function refuseUnfinished(database: Database, run: Run): Promise<void> {
  const history = await historyProgress(database, run.id)
  const unfinished = unfinishedStates.filter((state) => history[state] > 0)
  if (unfinished.length === 0) return
  const told = unfinished.map((state) => `${history[state]} ${state}`).join(', ')
  throw new FieldworkError('run_unfinished', `run ${run.id} has sessions ${told}`)
}
