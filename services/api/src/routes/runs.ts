import { describeAnnotator } from '@fieldwork/annotators/describe'
import { NewRun, Run, RunChange, RunChanges, RunList } from '@fieldwork/contract'
import { type Database, ensureRun, limitRun, reannotate, type WaitingChunk } from '@fieldwork/store'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { problemResponse } from '../problems.ts'
import { answerRun, answerRuns, findOwnRun } from './find-run.ts'

export type RunRoutes = {
  readonly database: Database
  readonly authenticate: Authenticate
  /** Tells the queue that chunks wait; what it loses, the sweep finds. */
  readonly announce: (chunks: readonly WaitingChunk[]) => void
}

export const RunId = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })

export function runRoutes(app: App, { database, authenticate, announce }: RunRoutes): void {
  app.get(
    '/v1/runs',
    {
      onRequest: authenticate('read'),
      schema: {
        summary: 'The runs of the project, newest first',
        tags: ['runs'],
        security: [{ key: [] }],
        response: { 200: RunList, default: problemResponse },
      },
    },
    async (request) => ({ runs: await answerRuns(database, projectOf(request).id) }),
  )

  app.get(
    '/v1/runs/:id',
    {
      onRequest: authenticate('read'),
      schema: {
        summary: 'A run: who answers, what it cost, and how far it is',
        tags: ['runs'],
        security: [{ key: [] }],
        params: RunId,
        response: { 200: Run, default: problemResponse },
      },
    },
    (request) => answerRun(database, projectOf(request).id, request.params.id),
  )

  app.post(
    '/v1/runs',
    {
      onRequest: authenticate('admin'),
      schema: {
        summary: 'Annotate history by another annotator, settings or codebook',
        description:
          'Makes the run where there is none of that identity, in the versions of this release, and gives it the newest revision of every session in scope that still has its transcript and that it does not have yet; what was cancelled of it is taken again. Asking twice adds nothing. Cohorts do not follow until the run is chosen.',
        tags: ['runs'],
        security: [{ key: [] }],
        body: NewRun,
        response: { 202: RunChange, default: problemResponse },
      },
    },
    async (request, reply) => {
      const { annotator, settings, scope = {}, limitUsd } = request.body
      const { id: projectId } = projectOf(request)
      const run = await ensureRun(database, projectId, describeAnnotator(annotator, settings))
      // Before anything of it can be taken up.
      if (limitUsd !== undefined) await limitRun(database, run.id, limitUsd)
      const chunks = await reannotate(database, run, { ...scope, cancelled: true })
      announce(chunks)
      const answer = await answerRun(database, projectId, run.id)
      return reply
        .status(202)
        .header('location', answer.links.self)
        .send({ run: answer, sessions: sessionsOf(chunks) })
    },
  )

  app.patch(
    '/v1/runs/:id',
    {
      onRequest: authenticate('admin'),
      schema: {
        summary: 'Limit what a run may cost',
        description: 'A run that its limit stopped is not resumed by another limit.',
        tags: ['runs'],
        security: [{ key: [] }],
        params: RunId,
        body: RunChanges,
        response: { 200: Run, default: problemResponse },
      },
    },
    async (request) => {
      const { id: projectId } = projectOf(request)
      const { id } = await findOwnRun(database, projectId, request.params.id)
      await limitRun(database, id, request.body.limitUsd)
      return answerRun(database, projectId, id)
    },
  )
}

/** How many sessions are in chunks. */
export const sessionsOf = (chunks: readonly { readonly sessions: number }[]): number =>
  chunks.reduce((sum, { sessions }) => sum + sessions, 0)
