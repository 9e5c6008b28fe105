import { RunEstimate, RunEstimateQuery } from '@fieldwork/contract'
import type { Database } from '@fieldwork/store'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { estimateHistory } from '../estimate-history.ts'
import { problemResponse } from '../problems.ts'

export function estimateRoutes(
  app: App,
  { database, authenticate }: { database: Database; authenticate: Authenticate },
): void {
  app.get(
    '/v1/runs/estimate',
    {
      onRequest: authenticate('read'),
      schema: {
        summary: 'What a run over history would cost, and how long it would take',
        description:
          'Extrapolated from up to 200 sessions drawn at random. No model is asked, and nothing of a single session is told.',
        tags: ['runs'],
        security: [{ key: [] }],
        querystring: RunEstimateQuery,
        response: { 200: RunEstimate, default: problemResponse },
      },
    },
    (request) => estimateHistory(database, projectOf(request).id, request.query),
  )
}
