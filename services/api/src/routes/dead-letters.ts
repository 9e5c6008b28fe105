import {
  DeadLetterDetails,
  DeadLetterFilter,
  DeadLetterPage,
  Redriven,
  type Redriven as RedrivenAnswer,
} from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { countDeadLetters, deadLetters } from '@fieldwork/store'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { problemResponse } from '../problems.ts'
import { type Redriving, redrive } from '../redrive.ts'
import { answerDetails, findDeadLetter, toAnswer } from './find-dead-letter.ts'

export type DeadLetterRoutes = Redriving & { readonly authenticate: Authenticate }

const LetterId = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) })
const PAGE = 1_000

export function deadLetterRoutes(app: App, { authenticate, ...redriving }: DeadLetterRoutes): void {
  const { database } = redriving
  const common = { tags: ['dead letters'], security: [{ key: [] }] }
  const admin = authenticate('admin')

  app.get(
    '/v1/dead-letters',
    {
      onRequest: admin,
      schema: {
        ...common,
        summary: 'What will not be tried again, with its reason, newest first',
        querystring: Type.Object({
          ...DeadLetterFilter.properties,
          cursor: Type.Optional(Type.String({ pattern: '^\\d{1,18}_.+$', maxLength: 250 })),
          limit: Type.Integer({ minimum: 1, maximum: PAGE, default: 100 }),
        }),
        response: { 200: DeadLetterPage, default: problemResponse },
      },
    },
    async (request) => {
      const { queue, code, run, cursor, limit } = request.query
      const { id } = projectOf(request)
      const found = await deadLetters(database, id, { queue, code, runId: run }, { limit: limit + 1, cursor })
      const page = found.slice(0, limit)
      return {
        counts: [...(await countDeadLetters(database, id))],
        deadLetters: page.map(toAnswer),
        next: found.length > page.length ? (page.at(-1)?.cursor ?? null) : null,
      }
    },
  )

  app.get(
    '/v1/dead-letters/:id',
    {
      onRequest: admin,
      schema: {
        ...common,
        summary: 'A dead letter, with the calls that were made about it',
        params: LetterId,
        response: { 200: DeadLetterDetails, default: problemResponse },
      },
    },
    (request) => answerDetails(database, projectOf(request).id, request.params.id),
  )

  app.post(
    '/v1/dead-letters/redrive',
    {
      onRequest: admin,
      schema: {
        ...common,
        summary: 'Have what is dead tried again',
        description: 'All of the project, or what fits; what has lost its transcript stays dead.',
        body: DeadLetterFilter,
        response: { 200: Redriven, default: problemResponse },
      },
    },
    async (request): Promise<RedrivenAnswer> => {
      const { queue, code, run } = request.body
      return {
        redriven: await redrive(redriving, projectOf(request).id, { queue, code, runId: run }),
      }
    },
  )

  app.post(
    '/v1/dead-letters/:id/redrive',
    {
      onRequest: admin,
      schema: {
        ...common,
        summary: 'Have one dead letter tried again',
        params: LetterId,
        response: { 200: Redriven, default: problemResponse },
      },
    },
    async (request): Promise<RedrivenAnswer> => {
      const { id: projectId } = projectOf(request)
      const { id, redrivable } = toAnswer(await findDeadLetter(database, projectId, request.params.id))
      if (!redrivable) throw new FieldworkError('transcript_expired', `${id} cannot be tried again`)
      return { redriven: await redrive(redriving, projectId, { id }) }
    },
  )
}
