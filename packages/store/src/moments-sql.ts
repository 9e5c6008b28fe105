import { type Cohort, type Condition, type Metric, MOMENT_SCALE, metrics } from '@fieldwork/study'
import { factColumn } from './fact-columns.ts'

/** Quotes a value of the catalogue (never of a request) for SQL. */
function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}

function conditionSql(condition: Condition): string {
  const column = factColumn(condition.column)
  if ('equals' in condition) return `${column} = ${literal(condition.equals)}`
  if ('in' in condition) return `${column} in (${condition.in.map(literal).join(', ')})`
  if ('atLeast' in condition) return `${column} >= ${literal(condition.atLeast)}`
  if ('above' in condition) return `${column} > ${literal(condition.above)}`
  return `${column} is not null`
}

const allOf = (conditions: readonly Condition[]) =>
  conditions.length === 0 ? 'true' : conditions.map(conditionSql).join(' and ')

/** The measure of one session as a whole number: 0 or 1 for a condition, rounded at 1/MOMENT_SCALE for others. */
function valueSql({ value, summary }: Metric): string {
  if ('condition' in value) return `(${conditionSql(value.condition)})::int`
  const measure =
    'ratio' in value
      ? `${factColumn(value.ratio[0])}::float8 / ${factColumn(value.ratio[1])}`
      : `${factColumn(value.column)}::float8`
  return `round((${summary === 'geometricMean' ? `ln(${measure})` : measure}) * ${MOMENT_SCALE})::bigint`
}

/**
 * The statement that computes a cohort's moments from facts, a row a cell: first per person, then over people, as
 * @fieldwork/study defines them. `$1` is the run. With `byMonth`, only the months in `$2` (dates, null for none).
 * Sums are of whole numbers, so that their order does not matter and two computations agree to the last digit.
 */
export function momentsSql(cohort: Cohort, byMonth: boolean): string {
  const dimensions = cohort.dimensions.map(factColumn)
  const measured = cohort.metrics.map((id, index) => {
    const metric = metrics[id]
    const eligible = allOf(metric.eligible)
    return {
      perPerson: `count(*) filter (where ${eligible}) as n${index},
        coalesce(sum(case when ${eligible} then ${valueSql(metric)} end), 0)::numeric as y${index}`,
      overPeople: `jsonb_build_array(sum(n${index})::text, (count(*) filter (where n${index} > 0))::text,
        sum(y${index})::text, sum(y${index} * y${index})::text, sum(y${index} * n${index})::text,
        sum(n${index}::numeric * n${index})::text) as m${index}`,
    }
  })
  const groups = dimensions.map((_, index) => `d${index}`)
  const named = dimensions.map((column, index) => `${column} as d${index}`)
  const comma = (parts: readonly string[]) => parts.map((part) => `${part}, `).join('')
  const month = factColumn('month')
  const isMonth = byMonth
    ? `and (${month} = any($2::date[]) or (${month} is null and array_position($2::date[], null) is not null))`
    : ''
  return `
    with people as (
      select person, ${comma(named)}${measured.map(({ perPerson }) => perPerson).join(', ')}
      from facts
      where run_id = $1 ${isMonth} and ${allOf(cohort.filter)}
      group by person${groups.map((group) => `, ${group}`).join('')}
    )
    select ${comma(groups)}${measured.map(({ overPeople }) => overPeople).join(', ')}
    from people${groups.length === 0 ? '' : ` group by ${groups.join(', ')}`}`
}
