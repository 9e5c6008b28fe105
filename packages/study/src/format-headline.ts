import type { HeadlineRow } from './headline.ts'
import type { Metric } from './metric.ts'
import type { PublishedValue } from './published.ts'

const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const shortPercent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const decimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

const NOTHING = '–'

/**
 * The headline table as text for a terminal: first the head (metric, here, 95 % interval, sessions, people, published),
 * then the rows, each section led by a row of its name alone.
 */
export function formatHeadline(rows: readonly HeadlineRow[]): readonly (readonly string[])[] {
  const head = ['metric', 'here', '95 % interval', 'sessions', 'people', 'published']
  const sections = Map.groupBy(rows, ({ section }) => section)
  const body = [...sections].flatMap(([section, members]) => [
    [section.toUpperCase(), '', '', '', '', ''],
    ...members.map(formatRow),
  ])
  return [head, ...body]
}

function formatRow(row: HeadlineRow): readonly string[] {
  const { title, unit, value, low, high, sessions, people } = row
  const absent = row.suppressed ? 'suppressed' : 'none'
  return [
    title,
    value === null ? absent : formatValue(value, unit),
    low === null || high === null ? NOTHING : `${formatValue(low, unit)} – ${formatValue(high, unit)}`,
    sessions === null ? NOTHING : whole.format(sessions),
    people === null ? NOTHING : whole.format(people),
    formatPublished(row.published, unit),
  ]
}

function formatValue(value: number, unit: Metric['unit']): string {
  if (unit === 'share') return percent.format(value)
  return (value < 100 ? decimal : whole).format(value)
}

/** As precise as it was published. */
function formatPublished(value: PublishedValue | null, unit: Metric['unit']): string {
  if (value === null) return NOTHING
  const format = (unit === 'share' ? shortPercent : whole).format
  return typeof value === 'number' ? format(value) : value.map((end) => format(end)).join(' – ')
}
