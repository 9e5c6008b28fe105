import type { Run } from '@fieldwork/contract'
import { formatProgress, formatTable } from '../tables.ts'

export const usd = (amount: number): string => `$${amount.toFixed(amount < 1 ? 4 : 2)}`
export const formatLimit = (amount: number | null): string => (amount === null ? 'no limit' : usd(amount))

/** Who annotates: `anthropic 2 (claude-sonnet-4-6, frugal)`. */
export function annotatorOf({ annotator, annotatorVersion, settings }: Run): string {
  const set = Object.values(settings).map(String)
  return `${annotator} ${annotatorVersion}${set.length === 0 ? '' : ` (${set.join(', ')})`}`
}

/** Runs, a line each. */
export function formatRuns(runs: readonly Run[]): string {
  if (runs.length === 0) return 'No run yet: a worker makes the first one, or `fieldwork runs start`.'
  const rows = runs.map((run) => [
    `${run.id}${run.current ? ' current' : ''}`,
    annotatorOf(run),
    run.codebookVersion,
    formatProgress(run.history),
    usd(run.settledUsd),
    formatLimit(run.limitUsd),
    run.stopped ?? '',
  ])
  return formatTable(['Run', 'Annotator', 'Codebook', 'History', 'Spent', 'Limit', 'Stopped'], rows)
}

/** One run, with what it cost. */
export function formatRun(run: Run): string {
  const { calls, tokens } = run
  return [
    `Run ${run.id}${run.current ? ', the current one' : ''}: ${annotatorOf(run)}, codebook ${run.codebookVersion}, since ${run.createdAt}`,
    ...(run.stopped === null ? [] : [`  stopped: ${run.stopped}`]),
    `  history: ${formatProgress(run.history)}`,
    `  spent: ${usd(run.settledUsd)}, under way: ${usd(run.reservedUsd)}, ${limitOf(run)}`,
    `  calls: ${formatCalls(calls)}`,
    `  tokens: ${tokens.inputTokens} in, ${tokens.outputTokens} out, ${tokens.cacheReadTokens} from a cache, ${tokens.cacheWrite5mTokens} into one for 5 min, ${tokens.cacheWrite1hTokens} for 1 h`,
  ].join('\n')
}

const limitOf = ({ limitUsd }: Run) => (limitUsd === null ? 'no limit' : `limit ${usd(limitUsd)}`)

export function formatCalls({ settled, reserved, failed, lost }: Run['calls']): string {
  return `${settled} answered, ${reserved} under way, ${failed} failed, ${lost} lost`
}
