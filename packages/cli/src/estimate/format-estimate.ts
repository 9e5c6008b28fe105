import type { Assumptions, MinuteLimits, RunEstimate, UsdRange } from '@fieldwork/annotators/estimate'
import { formatSuperseded } from '../push/outcome.ts'
import { formatTable } from '../tables.ts'
import type { TranscriptLengths } from './transcript-lengths.ts'

type ShownCost = UsdRange & { readonly interval95?: { readonly low: number; readonly high: number } | null }

/** An estimate of this machine's sessions or of the service's. */
export type ShownEstimate = Omit<RunEstimate, 'usd'> & {
  readonly sessions: number
  readonly usd: Readonly<Record<keyof RunEstimate['usd'], ShownCost>>
  readonly usdPerSession: { readonly median: number; readonly p90: number; readonly max?: number } | null
  readonly assumptions: Assumptions
  /** Sessions whose tokens were counted. */
  readonly counted?: number
}

/** The tables of an estimate, and what they rest on. */
export function formatEstimates(
  estimates: readonly ShownEstimate[],
  limits: MinuteLimits,
): readonly string[] {
  if (estimates.every(({ sessions }) => sessions === 0)) return ['There is no session to annotate.']
  const costs = estimates.flatMap((one) => [
    [
      one.model,
      one.strategy,
      'direct',
      formatUsd(one.usd.direct),
      shareOf(one, 'direct'),
      formatMinutes(one),
    ],
    [
      '',
      '',
      'batches',
      formatUsd(one.usd.batches),
      shareOf(one, 'batches'),
      'most within 1 h, all within 24',
    ],
  ])
  const nine = estimates
    .filter(({ model }, index) => estimates.findIndex((one) => one.model === model) === index)
    .map(({ model, usd }) => [model, 'nine uncached calls', '', formatUsd(usd.nineUncachedCalls), '1.00', ''])
  const tokens = estimates.map(({ model, strategy, sessions, calls, tokens: kinds, usdPerSession }) => [
    model,
    strategy,
    count(sessions),
    ...[calls, kinds.fresh, kinds.cacheWrite, kinds.cacheRead, kinds.output].map(count),
    usdPerSession === null
      ? '–'
      : [usdPerSession.median, usdPerSession.p90, usdPerSession.max]
          .filter((usd) => usd !== undefined)
          .map(cents)
          .join(' / '),
  ])
  const hasMost = estimates.some(({ usdPerSession }) => usdPerSession?.max !== undefined)
  const spread = `USD a session: median / 90 %${hasMost ? ' / most' : ''}`
  return [
    formatTable(['Model', 'Strategy', 'Way', 'USD', 'Of nine', 'Time'], [...costs, ...nine]),
    formatTable(
      ['Model', 'Strategy', 'Sessions', 'Calls', 'Fresh', 'Cache write', 'Cache read', 'Output', spread],
      tokens,
    ),
    ...formatAssumptions(estimates, limits),
  ]
}

function formatAssumptions(estimates: readonly ShownEstimate[], limits: MinuteLimits): readonly string[] {
  const ratios = estimates
    .filter(({ strategy }) => strategy === 'faithful')
    .map(({ model, assumptions: { charactersPerToken }, counted = 0 }) => {
      const source = counted === 0 ? 'assumed' : `counted in ${counted} sessions`
      return `Characters a token: ${charactersPerToken.toFixed(2)}, ${source} (${model}).`
    })
  const repairs = estimates[0]?.assumptions.repairShare ?? 0
  return [
    ...ratios,
    `Calls that are repeated: ${(100 * repairs).toFixed(1)} %. In brackets: with longer tokens and shorter answers, and the other way.`,
    `Limits of a minute: ${count(limits.requestsPerMinute)} requests, ${count(limits.inputTokensPerMinute)} tokens in, ${count(limits.outputTokensPerMinute)} out.`,
    'Batches: half the price; what is cached is kept an hour. As much is taken to be met there as in direct calls, which nobody promises. This release does not send them yet.',
  ]
}

/** What was found and is not in the estimate, and why. */
export function formatFound(
  sessions: number,
  { headless, unreadable, leftOut, superseded }: Omit<TranscriptLengths, 'sessions'>,
): readonly string[] {
  return [
    `Sessions: ${sessions}${headless > 0 ? `; not annotated, since nobody took part: ${headless}` : ''}`,
    ...(leftOut > 0 ? [`Left out by --since or --project: ${leftOut}`] : []),
    ...(unreadable.length > 0
      ? [
          formatTable(
            ['Cannot be read', 'Which, and why'],
            unreadable.map(({ file, code, detail }) => [code, `${file}: ${detail}`]),
          ),
        ]
      : []),
    ...formatSuperseded(superseded),
    'No model was asked for an answer.',
  ]
}

function formatUsd({ expected, low, high, interval95 = null }: ShownCost): string {
  const sample = interval95 === null ? '' : `; sample ${cents(interval95.low)}–${cents(interval95.high)}`
  return `${cents(expected)} (${cents(low)}–${cents(high)}${sample})`
}

const shareOf = ({ usd }: ShownEstimate, way: 'direct' | 'batches') =>
  (usd[way].expected / usd.nineUncachedCalls.expected).toFixed(2)

function formatMinutes({ minutes }: ShownEstimate): string {
  if (minutes < 1) return 'under a minute'
  return minutes < 120 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`
}

const count = (number: number) => Math.round(number).toLocaleString('en-US')
/** A sum in USD, to a tenth of a cent where it is small. */
const cents = (usd: number) =>
  usd.toLocaleString('en-US', {
    minimumFractionDigits: usd < 1 ? 3 : 2,
    maximumFractionDigits: usd < 1 ? 3 : 2,
  })
