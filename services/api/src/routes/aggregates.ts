import { Aggregates, CohortList } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { type Database, readCohort } from '@fieldwork/store'
import { type Cohort, cohorts, defaultThresholds, metrics, serveCell } from '@fieldwork/study'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { problemResponse } from '../problems.ts'

function findCohort(id: string): Cohort {
  const cohort = cohorts.find((candidate) => candidate.id === id)
  if (cohort === undefined) {
    const ids = cohorts.map((candidate) => candidate.id).join(', ')
    throw new FieldworkError('cohort_unknown', `no cohort has the id ${id}; there are ${ids}`)
  }
  return cohort
}

export function aggregateRoutes(
  app: App,
  { database, authenticate }: { database: Database; authenticate: Authenticate },
): void {
  app.get(
    '/v1/cohorts',
    {
      onRequest: authenticate('read'),
      schema: {
        summary: 'The cohorts there are',
        tags: ['cohorts'],
        security: [{ key: [] }],
        response: { 200: CohortList, default: problemResponse },
      },
    },
    async () => ({
      cohorts: cohorts.map((cohort) => ({
        id: cohort.id,
        title: cohort.title,
        dimensions: [...cohort.dimensions],
        metrics: cohort.metrics.map((id) => {
          const { title, unit, summary } = metrics[id]
          return { id, title, unit, summary }
        }),
        link: `/v1/aggregates?cohort=${cohort.id}`,
      })),
    }),
  )

  app.get(
    '/v1/aggregates',
    {
      onRequest: authenticate('read'),
      schema: {
        summary: 'One cohort, as materialised',
        description: 'Cells with fewer sessions or people than the thresholds are suppressed.',
        tags: ['cohorts'],
        security: [{ key: [] }],
        querystring: Type.Object({ cohort: Type.String({ minLength: 1, maxLength: 100 }) }),
        response: { 200: Aggregates, default: problemResponse },
      },
    },
    async (request) => {
      const project = projectOf(request)
      const cohort = findCohort(request.query.cohort)
      const found = await readCohort(database, project.id, cohort.id)
      if (found === null)
        throw new FieldworkError('run_missing', `project ${project.name} has no current run`)
      const { run, materialisedAt, stale, rows } = found
      return {
        cohort: cohort.id,
        title: cohort.title,
        run: {
          id: run.id,
          annotator: run.annotator,
          annotatorVersion: run.annotatorVersion,
          codebookVersion: run.codebookVersion,
          agreement: run.agreement,
        },
        materialisedAt: materialisedAt?.toISOString() ?? null,
        stale,
        thresholds: defaultThresholds,
        cells: rows.map(({ metric, cell, moments }) => serveCell(metric, cell, moments, defaultThresholds)),
      }
    },
  )
}
