import { NORMAL_QUANTILE } from '../wilson.ts'
import type { Pair } from './crosstab.ts'
import { type ClusteredTable, clusteredTable, jackknife, type Spread } from './jackknife.ts'
import { kappa, kappaValue, type Weights } from './kappa.ts'

/**
 * κ with two 95 % intervals: `independent` as if no two sessions had anything in common (large samples), `clustered` by
 * person. Either is null where the sessions show no spread, as where all agree.
 */
export type KappaEstimate = { value: number; independent: Spread | null; clustered: Spread | null }

/** κ of pairs of answers, null where there is nothing to agree about. The order of the options matters to weights alone. */
export const kappaEstimate = (
  pairs: readonly Pair<string>[],
  options: readonly string[],
  weights: Weights,
): KappaEstimate | null => kappaOfTable(clusteredTable(pairs, options), weights)

/** As `kappaEstimate`, of pairs that are cross-tabulated already. */
export function kappaOfTable(table: ClusteredTable, weights: Weights): KappaEstimate | null {
  const found = kappa(table.counts, weights)
  if (found === null) return null
  return {
    value: found.value,
    independent: normalSpread(found),
    clustered: jackknife(table, (counts) => kappaValue(counts, weights)),
  }
}

/** Below what rounding alone makes of values near 1. */
const ROUNDING = 1e-12

function normalSpread({ value, standardError }: { value: number; standardError: number }): Spread | null {
  if (standardError < ROUNDING) return null
  const margin = NORMAL_QUANTILE * standardError
  return { standardError, low: Math.max(-1, value - margin), high: Math.min(1, value + margin) }
}
