import { setImmediate } from 'node:timers/promises'
import { ReferenceLabels, RunAgreement, type RunName, RunValidity } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { type Database, findRun, type Project, type Run, validityFacts } from '@fieldwork/store'
import { agreementSteps, defaultThresholds, type RatedTwice, validityTable } from '@fieldwork/study'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import { type Authenticate, projectOf } from '../authentication.ts'
import { problemResponse } from '../problems.ts'
import { ratedByBoth, ratedByReference } from '../validation/rate-twice.ts'

const RunId = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const params = Type.Object({ id: RunId })
/** Reference labels are a few hundred bytes a session. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

export function validationRoutes(
  app: App,
  { database, authenticate }: { database: Database; authenticate: Authenticate },
): void {
  const onRequest = authenticate('read')
  const common = { tags: ['runs'], security: [{ key: [] }], params }
  const runOf = async (project: Project, id: number): Promise<Run> => {
    const run = await findRun(database, id, project.id)
    if (run === null) throw new FieldworkError('run_unknown', `project ${project.name} has no run ${id}`)
    return run
  }

  app.post(
    '/v1/runs/:id/agreement',
    {
      onRequest,
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        ...common,
        summary: 'A run beside reference labels',
        description:
          'How far the run agrees with the labels posted, classifier by classifier; aggregates alone. The labels are not stored.',
        body: ReferenceLabels,
        response: { 200: RunAgreement, default: problemResponse },
      },
    },
    async (request) => {
      const project = projectOf(request)
      const run = await runOf(project, request.params.id)
      const at = { projectId: project.id, runId: run.id }
      const { rated, references } = await ratedByReference(database, at, request.body.references)
      const { posted, unknown, ambiguous, notAnnotated } = references
      assertEnough(
        rated,
        `; of ${posted} labels, ${unknown} are of sessions that the project does not have, ${ambiguous} may be of several, ${notAnnotated} of sessions that the run has not annotated`,
      )
      return answer(run, { with: null, references }, rated)
    },
  )

  app.get(
    '/v1/runs/:id/agreement',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'A run beside another run',
        description: 'How far the two agree on the sessions that both have annotated; aggregates alone.',
        querystring: Type.Object({ with: RunId }),
        response: { 200: RunAgreement, default: problemResponse },
      },
    },
    async (request) => {
      const project = projectOf(request)
      const run = await runOf(project, request.params.id)
      const other = await runOf(project, request.query.with)
      const rated = await ratedByBoth(database, [run.id, other.id])
      assertEnough(rated, ' that both runs have annotated')
      return answer(run, { with: nameOf(other), references: null }, rated)
    },
  )

  app.get(
    '/v1/runs/:id/validity',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'The study’s validation tables, from a run',
        description:
          'Labels against each other and against what was counted, beside the published figures. Rows with fewer sessions or people than the thresholds are suppressed.',
        response: { 200: RunValidity, default: problemResponse },
      },
    },
    async (request) => {
      const run = await runOf(projectOf(request), request.params.id)
      const rows = validityTable(await validityFacts(database, run.id), defaultThresholds)
      return { run: nameOf(run), thresholds: defaultThresholds, rows: rows.map(published) }
    },
  )
}

/** Throws `compared_too_few`: fewer sessions would tell of single ones. */
function assertEnough(rated: readonly RatedTwice[], which: string): void {
  const { sessions, people } = defaultThresholds
  const theirs = new Set(rated.map(({ person }) => person)).size
  if (rated.length >= sessions && theirs >= people) return
  throw new FieldworkError(
    'compared_too_few',
    `it takes ${sessions} sessions of ${people} people, and there are fewer${which}`,
  )
}

const nameOf = ({ id, annotator, annotatorVersion, codebookVersion }: Run): RunName => ({
  id,
  annotator,
  annotatorVersion,
  codebookVersion,
})

async function answer(
  run: Run,
  other: Pick<RunAgreement, 'with' | 'references'>,
  rated: readonly RatedTwice[],
): Promise<RunAgreement> {
  const steps = agreementSteps(rated, defaultThresholds)
  for (;;) {
    const step = steps.next()
    if (step.done === true)
      return { run: nameOf(run), ...other, thresholds: defaultThresholds, agreement: step.value }
    // Of 400,000 sessions a step takes half a second: others are answered in between.
    await setImmediate()
  }
}

/** A range that may be written to, as the contract has it. */
function published(row: ReturnType<typeof validityTable>[number]): RunValidity['rows'][number] {
  const value = row.published
  return { ...row, published: typeof value === 'number' || value === null ? value : [value[0], value[1]] }
}
