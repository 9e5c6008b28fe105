import type { Fact } from '@fieldwork/codebook'
import type { Cohort } from './cohorts.ts'
import type { Condition, Metric } from './metric.ts'
import { type MetricId, metrics } from './metrics.ts'

/** Means and logarithms are summed as whole multiples of 1/MOMENT_SCALE, so that sums are exact in any order. */
export const MOMENT_SCALE = 1_000_000

/**
 * Exact sums over the eligible sessions of a cell, clustered by person: person g has n_g of them and y_g is the sum of
 * their measures (conditions 0 or 1; others, or their natural logarithm, in units of 1/MOMENT_SCALE).
 */
export type Moments = {
  /** Σ n_g */
  readonly sessions: bigint
  /** Number of people with n_g > 0 */
  readonly people: bigint
  /** Σ y_g */
  readonly sum: bigint
  /** Σ y_g² */
  readonly sumSquares: bigint
  /** Σ y_g n_g */
  readonly crossSum: bigint
  /** Σ n_g² */
  readonly clusterSizeSquares: bigint
}

export type FactOfPerson = Fact & { readonly person: string }
export type Cell = Readonly<Record<string, string | number | boolean | null>>
export type CellMoments = { readonly cell: Cell; readonly metric: MetricId; readonly moments: Moments }

function holds(condition: Condition, fact: Partial<Fact>): boolean {
  const value = fact[condition.column]
  if (value === null || value === undefined) return false
  if ('equals' in condition) return value === condition.equals
  if ('in' in condition) return typeof value !== 'boolean' && condition.in.includes(value)
  if ('atLeast' in condition) return typeof value === 'number' && value >= condition.atLeast
  if ('above' in condition) return typeof value === 'number' && value > condition.above
  return true
}

function numberIn(fact: Partial<Fact>, column: keyof Fact): number {
  const value = fact[column]
  if (typeof value !== 'number') throw new TypeError(`${column} of an eligible session is no number`)
  return value
}

/** The measure of an eligible session as a whole number. */
function measureOf({ value, summary }: Metric, fact: Partial<Fact>): number {
  if ('condition' in value) return holds(value.condition, fact) ? 1 : 0
  const measure =
    'ratio' in value
      ? numberIn(fact, value.ratio[0]) / numberIn(fact, value.ratio[1])
      : numberIn(fact, value.column)
  return roundHalfEven((summary === 'geometricMean' ? Math.log(measure) : measure) * MOMENT_SCALE)
}

/** As Postgres rounds double precision. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value)
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

/**
 * The moments of a cohort from its facts alone: what the store computes by SQL from the same catalogue, here in memory.
 * A row per cell and metric, also where no session of the cell is eligible. The order of the facts does not matter.
 *
 * Postgres gives the same to the last digit for counts, shares and means: those are whole numbers, or a division and a
 * product that IEEE 754 rounds correctly in both, and both round halves to even. For geometric means it nearly always
 * does: its ln() and Math.log may differ in their last bit (a relative 2e-16), so that the measure of a session whose
 * logarithm lies that close to a half of 1/MOMENT_SCALE may differ by one unit, about one session in 10^10.
 */
export function momentsOf(cohort: Cohort, facts: readonly FactOfPerson[]): readonly CellMoments[] {
  const cells = new Map<string, { cell: Cell; facts: FactOfPerson[] }>()
  // Without dimensions there is one cell, even of nobody.
  if (cohort.dimensions.length === 0) cells.set(JSON.stringify({}), { cell: {}, facts: [] })
  for (const fact of facts) {
    if (!cohort.filter.every((condition) => holds(condition, fact))) continue
    const cell: Cell = Object.fromEntries(cohort.dimensions.map((dimension) => [dimension, fact[dimension]]))
    const key = JSON.stringify(cell)
    const known = cells.get(key)
    if (known === undefined) cells.set(key, { cell, facts: [fact] })
    else known.facts.push(fact)
  }
  return [...cells.values()].flatMap(({ cell, facts: members }) =>
    cohort.metrics.map((metric) => ({ cell, metric, moments: momentsOfMetric(metrics[metric], members) })),
  )
}

/** The moments of one metric over these facts, of which the columns that it does not look at may be absent. */
export function momentsOfMetric(
  metric: Metric,
  facts: readonly (Partial<Fact> & { readonly person: string })[],
): Moments {
  const people = new Map<string, { n: bigint; y: bigint }>()
  for (const fact of facts) {
    if (!metric.eligible.every((condition) => holds(condition, fact))) continue
    const known = people.get(fact.person) ?? { n: 0n, y: 0n }
    people.set(fact.person, { n: known.n + 1n, y: known.y + BigInt(measureOf(metric, fact)) })
  }
  const total = (term: (person: { n: bigint; y: bigint }) => bigint) =>
    [...people.values()].reduce((sum, person) => sum + term(person), 0n)
  return {
    sessions: total(({ n }) => n),
    people: BigInt(people.size),
    sum: total(({ y }) => y),
    sumSquares: total(({ y }) => y * y),
    crossSum: total(({ y, n }) => y * n),
    clusterSizeSquares: total(({ n }) => n * n),
  }
}
