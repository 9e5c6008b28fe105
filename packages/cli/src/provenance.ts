import type { Aggregates } from '@fieldwork/contract'
import { formatTable } from './tables.ts'

type Agreement = NonNullable<Aggregates['run']['agreement']>

/** Who answered the codebook for a cohort, and how fresh its figures are. */
export function formatProvenance(aggregates: Omit<Aggregates, 'cells'>): string {
  const { run, materialisedAt, stale, thresholds } = aggregates
  const computed = materialisedAt === null ? 'not yet' : materialisedAt
  return [
    ...(run.agreement === null ? [] : [formatAgreement(run.annotator, run.agreement)]),
    `Annotated by ${run.annotator} ${run.annotatorVersion}, codebook ${run.codebookVersion} (run ${run.id}).`,
    `Cohorts computed: ${computed}${stale ? '; sessions have changed since' : ''}.`,
    `Cells below ${thresholds.sessions} sessions or ${thresholds.people} people are suppressed.`,
  ].join('\n')
}

const percent = (share: number) => `${Math.round(100 * share)} %`

/** How far the labels can be trusted, a line a classifier. */
function formatAgreement(annotator: string, { classifiers, sessions, date }: Agreement): string {
  const rows = Object.entries(classifiers).map(([id, { exact, withinOne, majorityShare, kappa }]) => [
    id,
    percent(exact),
    withinOne === null ? '–' : percent(withinOne),
    kappa === null ? '–' : kappa.toFixed(2),
    percent(majorityShare),
  ])
  return [
    `The ${annotator} annotator answered. Its agreement with reference labels of ${sessions} real sessions that it was not`,
    `made on, measured on ${date}:`,
    formatTable(['classifier', 'exact', 'within one', 'kappa', 'commonest answer alone'], rows),
  ].join('\n')
}
