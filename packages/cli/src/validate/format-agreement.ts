import type { Agreement, ComparedCategory, RunAgreement, RunName } from '@fieldwork/contract'
import type { publishedValidity } from '@fieldwork/study'

export type FormatTable = (head: readonly string[], rows: readonly (readonly string[])[]) => string
type Published = typeof publishedValidity
type Estimate = { readonly value: number; readonly low: number; readonly high: number }
type Kappa = NonNullable<NonNullable<ComparedCategory['agreement']>['kappa']>

const NOTHING = '–'

/** How many sessions a measure is told of, or why of none. */
function sessionsOf(
  { sessions, missing }: Pick<ComparedCategory, 'sessions' | 'missing'>,
  agreement: Agreement,
): string {
  if (sessions !== null) return String(sessions)
  const most = Math.max(missing.first, missing.second)
  return most === agreement.sessions ? 'not answered' : 'suppressed'
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`
const interval = ({ low, high }: { low: number; high: number }, format: (value: number) => string) =>
  `${format(low)} – ${format(high)}`
const share = (estimate: Estimate) =>
  `${percent(estimate.value)} (${interval(estimate, (end) => (100 * end).toFixed(0))})`
const decimal = (value: number | null | undefined) => value?.toFixed(2).replace(/^-(0\.00)$/, '$1') ?? NOTHING
const range = ([low, high]: readonly [number, number]) => `${(100 * low).toFixed(0)}–${percent(high)}`

/** With the interval clustered by person; `*` marks one as if sessions were independent, where no other can be had. */
function kappa(estimate: Kappa | null): string {
  if (estimate === null) return NOTHING
  const spread = estimate.clustered ?? estimate.independent
  if (spread === null) return decimal(estimate.value)
  return `${decimal(estimate.value)} (${interval(spread, decimal)})${estimate.clustered === null ? '*' : ''}`
}

/** A run's agreement as tables, beside what the study published of its own labels. */
export function formatAgreement(
  { run, with: other, references, agreement, thresholds }: RunAgreement,
  format: FormatTable,
  published: Published,
): string {
  const second = other === null ? 'reference' : `run ${other.id}`
  return [
    `${nameOf(run)} beside ${other === null ? 'reference labels' : nameOf(other)}: ${agreement.sessions} sessions of ${agreement.people} people.`,
    ...(references === null ? [] : [formatReferences(references)]),
    formatCategories(agreement, format),
    formatOrdinals(agreement, format, second),
    formatShares(agreement, format, second),
    formatValues(agreement, format, published),
    `Published, over ${published.agreementSessions} sessions and another model: exact ${range(published.categoricalExact)}, of ordinals exact ${range(published.ordinalExact)} and within one ${range(published.ordinalWithinOne)}; “concerning” disagreement ${range(published.concerningDisagreement)}.`,
    `κ with 95 % intervals clustered by person (*: as if sessions were independent). Suppressed below ${thresholds.sessions} sessions or ${thresholds.people} people.`,
  ].join('\n\n')
}

const nameOf = ({ id, annotator, annotatorVersion, codebookVersion }: RunName) =>
  `Run ${id} (${annotator} ${annotatorVersion}, codebook ${codebookVersion})`

function formatReferences(counts: NonNullable<RunAgreement['references']>): string {
  const { posted, unknown, ambiguous, notAnnotated } = counts
  const compared = posted - unknown - ambiguous - notAnnotated
  const sum = `${posted} labels = ${compared} compared + ${unknown} of unknown sessions + ${ambiguous} of several sessions + ${notAnnotated} not annotated`
  if (unknown + ambiguous === 0) return sum
  return `${sum}\nLabels may name a session by its file, or without its source: --sessions finds both in the transcripts.`
}

function formatCategories(all: Agreement, format: FormatTable): string {
  const rows = all.categories.map(({ id, agreement, sessions, missing, unscorable }) => [
    id,
    sessionsOf({ sessions, missing }, all),
    ...(agreement === null
      ? [NOTHING, NOTHING, NOTHING]
      : [
          share(agreement.exact),
          kappa(agreement.kappa),
          `${percent(agreement.majority.share)} ${agreement.majority.option}`,
        ]),
    `${missing.first} / ${missing.second}`,
    `${unscorable.first} / ${unscorable.second}`,
  ])
  const head = ['measure', 'sessions', 'exact', 'κ', 'commonest answer alone', 'missing', 'unscorable']
  return format(head, rows)
}

function formatOrdinals({ categories }: Agreement, format: FormatTable, second: string): string {
  const rows = categories.flatMap(({ id, ordinal, unclear }) => {
    if (ordinal === null) return []
    const { sessions, exact, withinOne, farApart, linear, quadratic } = ordinal
    return [
      [
        id,
        String(sessions),
        share(exact),
        share(withinOne),
        share(farApart),
        kappa(linear),
        kappa(quadratic),
        unclear === null ? NOTHING : `${unclear.first} / ${unclear.second} / ${unclear.both}`,
      ],
    ]
  })
  const unclear = `unclear: run / ${second} / both`
  const counts = ['ordinal', 'both rated', 'exact', 'within one', 'over two apart']
  return format([...counts, 'κ linear', 'κ quadratic', unclear], rows)
}

function formatShares(all: Agreement, format: FormatTable, second: string): string {
  const rows = all.shares.map(({ id, sessions, missing, agreement }) => [
    id,
    sessionsOf({ sessions, missing }, all),
    ...(agreement === null
      ? [NOTHING, NOTHING, NOTHING, NOTHING]
      : [
          decimal(agreement.firstMean),
          decimal(agreement.secondMean),
          decimal(agreement.meanAbsoluteDifference),
          decimal(agreement.correlation),
        ]),
  ])
  return format(['decisions', 'sessions', 'run’s mean', `${second}’s mean`, 'mean difference', 'r'], rows)
}

function formatValues(all: Agreement, format: FormatTable, published: Published): string {
  const { taskValue } = all
  const theirs = new Map<string, readonly [logR2: number, bias: number]>([
    ['10-200', [published.taskValueLogR2Below200, published.taskValueBiasBelow200]],
    ['200-1000', [published.taskValueLogR2Below1000, published.taskValueBiasBelow1000]],
    ['1000-5000', [published.taskValueLogR2Below5000, published.taskValueBiasBelow5000]],
    ['5000-50000', [published.taskValueLogR2Above5000, published.taskValueBiasAbove5000]],
    ['all', [published.taskValueLogR2, published.taskValueBias]],
  ])
  const rows = [{ ...taskValue, band: 'all' }, ...taskValue.bands].map(({ band, sessions, agreement }) => [
    band,
    sessionsOf({ sessions, missing: taskValue.missing }, all),
    decimal(agreement?.logCorrelation),
    decimal(agreement?.logR2),
    decimal(theirs.get(band)?.[0]),
    decimal(agreement?.spearman),
    agreement == null || band !== 'all' ? NOTHING : share(agreement.sameBand),
    decimal(agreement?.bias),
    decimal(theirs.get(band)?.[1]),
  ])
  const [ours, study] = [['log r', 'log R²'], 'published']
  const head = ['task value, USD', 'sessions', ...ours, study, 'Spearman', 'same band', 'bias', study]
  return format(head, rows)
}

/** The confusion matrices: rows are the run's answers. */
export function formatConfusion(
  { agreement: { categories }, with: other }: RunAgreement,
  format: FormatTable,
): string {
  const second = other === null ? 'reference' : `run ${other.id}`
  return categories
    .flatMap(({ id, agreement }) => {
      if (agreement === null) return []
      const { options, counts } = agreement.confusion
      const rows = options.map((option, index) => [option, ...(counts[index] ?? []).map(String)])
      return [format([`${id}: run ↓ ${second} →`, ...options], rows)]
    })
    .join('\n\n')
}
