import type { HeadlineLine } from './headline-line.ts'
import { headlineLines } from './headline-lines.ts'
import type { Metric } from './metric.ts'
import { type MetricId, metrics } from './metrics.ts'
import type { Cell } from './moments.ts'
import { type PublishedValue, published, study } from './published.ts'
import type { ServedCell } from './served-cell.ts'

/** A cell as it is served, with the cohort it belongs to. */
export type CohortCell = ServedCell & { readonly cohort: string }

/**
 * A row of the headline table. `value` is null where the cell is suppressed or there is none, `low` and `high` also where
 * there is no interval. Shares are from 0 to 1.
 */
export type HeadlineRow = {
  readonly section: string
  readonly title: string
  readonly unit: Metric['unit']
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly sessions: number | null
  readonly people: number | null
  readonly suppressed: boolean
  readonly published: PublishedValue | null
}

/**
 * The study's headline table: its figures beside one's own, from the cells of all cohorts. Published rates of outcomes
 * by expertise are mostly adjusted, one's own are not.
 */
export function headlineTable(cells: readonly CohortCell[]): readonly HeadlineRow[] {
  return headlineLines.map((line) => toRow(line, cells))
}

function toRow(line: HeadlineLine, cells: readonly CohortCell[]): HeadlineRow {
  const { section, cohort, metric, figure } = line
  const ofMetric = cells.filter((cell) => cell.cohort === cohort && cell.metric === metric)
  const { cell, title } =
    'month' in line ? monthOf(line.month, metric, ofMetric) : placeOf(line.group, metric, line.cell)
  const found = ofMetric.find(({ dimensions }) => cell !== null && isIn(cell, dimensions))
  return {
    section,
    title,
    unit: metrics[metric].unit,
    value: found?.value ?? null,
    low: found?.low ?? null,
    high: found?.high ?? null,
    sessions: found?.sessions ?? null,
    people: found?.people ?? null,
    // A trend without two months to show: because they are suppressed, or because there are none.
    suppressed: found?.suppressed ?? (cell === null && ofMetric.some(({ suppressed }) => suppressed)),
    published: figure === null ? null : published[figure],
  }
}

type Place = { readonly title: string; readonly cell: Cell | null }

function placeOf(group: string | null, metric: MetricId, cell: Cell): Place {
  const { title } = metrics[metric]
  return { title: group === null ? title : `${title}, ${group}`, cell }
}

/** The study's own first or last month where both are shown, else the first or last that is; one month is no trend. */
function monthOf(end: 'first' | 'last', metric: MetricId, cells: readonly CohortCell[]): Place {
  const shown = cells
    .filter(({ suppressed }) => !suppressed)
    .flatMap(({ dimensions: { month } }) => (typeof month === 'string' ? [month] : []))
    .sort()
  const months = study.window.every((month) => shown.includes(month))
    ? study.window
    : [shown[0], shown.at(-1)]
  const index = end === 'first' ? 0 : 1
  const theirs = study.window[index]
  const ours = months[0] === months[1] ? undefined : months[index]
  const title = `${metrics[metric].title}, ${end} month`
  if (ours === undefined) return { title: `${title} (study: ${theirs})`, cell: null }
  return {
    title: `${title} (${ours === theirs ? ours : `${ours}, study: ${theirs}`})`,
    cell: { month: ours },
  }
}

function isIn(cell: Cell, dimensions: Cell): boolean {
  return Object.entries(cell).every(([dimension, value]) => dimensions[dimension] === value)
}
