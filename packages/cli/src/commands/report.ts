import type { Client } from '@fieldwork/client'
import type { AggregateCell, Aggregates } from '@fieldwork/contract'
import type { Command } from 'commander'
import { formatProvenance } from '../provenance.ts'
import { addServiceOptions, clientOf, type ServiceOptions } from '../service-options.ts'
import { formatTable } from '../tables.ts'

type ReportOptions = ServiceOptions & { readonly json?: boolean }
type CohortCell = AggregateCell & { readonly cohort: string }

export function addReport(program: Command): void {
  const command = program
    .command('report')
    .summary('the study’s headline table, on your sessions')
    .description(
      'Sets the figures of your sessions beside those that the study published, and says who annotated them and when the cohorts were computed.',
    )
  addServiceOptions(command)
    .option('--json', 'print JSON')
    .action(async (options: ReportOptions) => report(clientOf(options), options))
}

async function report(client: Client, options: ReportOptions): Promise<void> {
  // Only this command needs the estimators: the others start without loading them.
  const { formatHeadline, headlineTable } = await import('@fieldwork/study')
  const { first, cells } = await allCohorts(client)
  const rows = headlineTable(cells)
  if (options.json === true) {
    const { run, materialisedAt, stale, thresholds } = first
    process.stdout.write(`${JSON.stringify({ run, materialisedAt, stale, thresholds, rows })}\n`)
    return
  }
  const [head = [], ...body] = formatHeadline(rows)
  process.stdout.write(`${formatTable(head, body)}\n${formatProvenance(first)}\n`)
}

async function allCohorts(client: Client): Promise<{ first: Aggregates; cells: readonly CohortCell[] }> {
  const first = await client.aggregates('overall')
  const cells: CohortCell[] = []
  for (const { id } of (await client.cohorts()).cohorts) {
    const aggregates = id === first.cohort ? first : await client.aggregates(id)
    cells.push(...aggregates.cells.map((cell) => ({ ...cell, cohort: aggregates.cohort })))
  }
  return { first, cells }
}
