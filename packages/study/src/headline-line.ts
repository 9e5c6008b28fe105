import { expertiseLevels } from '@fieldwork/codebook'
import type { MetricId } from './metrics.ts'
import type { Cell } from './moments.ts'
import type { PublishedFigure } from './published.ts'

/** A line of the headline table: a metric in one cell of a cohort, beside the published figure of the same. */
export type HeadlineLine = {
  readonly section: string
  readonly cohort: string
  readonly metric: MetricId
  readonly figure: PublishedFigure | null
} & (
  | { readonly cell: Cell; readonly group: string | null }
  /** The cell of a month that is found among those shown. */
  | { readonly month: 'first' | 'last' }
)

type Level = (typeof expertiseLevels)[number]

export function overall(
  section: string,
  figures: readonly (readonly [MetricId, PublishedFigure | null])[],
): readonly HeadlineLine[] {
  return figures.map(([metric, figure]) => ({
    section,
    cohort: 'overall',
    metric,
    figure,
    cell: {},
    group: null,
  }))
}

export function trend(
  metric: MetricId,
  first: PublishedFigure,
  last: PublishedFigure,
): readonly HeadlineLine[] {
  const line = { section: 'Trend', cohort: 'work_mode_by_month', metric }
  return [
    { ...line, month: 'first', figure: first },
    { ...line, month: 'last', figure: last },
  ]
}

export function byExpertise(
  section: string,
  cohort: 'expertise_by_outcome' | 'intensity_by_expertise',
  metric: MetricId,
  figures: readonly (readonly [Level, PublishedFigure])[],
): readonly HeadlineLine[] {
  return figures.map(([level, figure]) => {
    const cell = { expertise: expertiseLevels.indexOf(level) + 1 }
    return { section, cohort, metric, figure, cell, group: level }
  })
}

export function bySoftwareUser(softwareUser: boolean, group: string, figure: PublishedFigure): HeadlineLine {
  const cell = { softwareUser }
  return {
    section: 'Occupation',
    cohort: 'outcome_by_software_user',
    metric: 'verifiedSuccess',
    figure,
    cell,
    group,
  }
}
