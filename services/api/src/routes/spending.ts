import { Spending, type Spending as SpendingAnswer, SpendingChanges } from '@fieldwork/contract'
import {
  type Database,
  limitMonth,
  listRuns,
  monthlyLimit,
  spendingByMonth,
  spendingByRun,
} from '@fieldwork/store'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { problemResponse } from '../problems.ts'

export function spendingRoutes(
  app: App,
  { database, authenticate }: { database: Database; authenticate: Authenticate },
): void {
  app.get(
    '/v1/spending',
    {
      onRequest: authenticate('read'),
      schema: {
        summary: 'What was spent, by month and by run',
        description:
          'From the ledger: every call by its true usage; a call of which nobody knows counts at its estimate.',
        tags: ['spending'],
        security: [{ key: [] }],
        response: { 200: Spending, default: problemResponse },
      },
    },
    (request) => answerSpending(database, projectOf(request).id),
  )

  app.put(
    '/v1/spending',
    {
      onRequest: authenticate('admin'),
      schema: {
        summary: 'Limit what a calendar month may cost',
        description: 'For all runs together. Runs that the limit stopped are not resumed by another limit.',
        tags: ['spending'],
        security: [{ key: [] }],
        body: SpendingChanges,
        response: { 200: Spending, default: problemResponse },
      },
    },
    async (request) => {
      const { id } = projectOf(request)
      await limitMonth(database, id, request.body.monthlyLimitUsd)
      return answerSpending(database, id)
    },
  )
}

async function answerSpending(database: Database, projectId: number): Promise<SpendingAnswer> {
  const runs = new Map((await listRuns(database, projectId)).map((run) => [run.id, run]))
  const spent = await spendingByRun(database, projectId)
  return {
    monthlyLimitUsd: await monthlyLimit(database, projectId),
    months: [...(await spendingByMonth(database, projectId))],
    runs: spent.flatMap(({ runId, ...sums }) => {
      const run = runs.get(runId)
      return run === undefined
        ? []
        : [{ id: runId, annotator: run.annotator, limitUsd: run.limitUsd, ...sums }]
    }),
  }
}
