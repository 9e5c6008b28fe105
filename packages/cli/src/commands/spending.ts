import type { Spending } from '@fieldwork/contract'
import type { Command } from 'commander'
import { toLimit, type UsdOrNone, usdOrNone } from '../option-values.ts'
import { formatCalls, formatLimit, usd } from '../runs/format-run.ts'
import { addServiceOptions, clientOf, type ServiceOptions } from '../service-options.ts'
import { formatTable } from '../tables.ts'

type SpendingOptions = ServiceOptions & { readonly monthlyLimit?: UsdOrNone; readonly json?: boolean }

export function addSpending(program: Command): void {
  const command = program
    .command('spending')
    .summary('what calls to models cost')
    .description(
      'Tells what was spent by calendar month (UTC) and by run, from the true usage of every call, and sets what a month may cost.',
    )
  addServiceOptions(command)
    .option(
      '--monthly-limit <usd>',
      'set what all runs together may cost in a month, USD, or `none`',
      usdOrNone,
    )
    .option('--json', 'print JSON')
    .action(async (options: SpendingOptions) => {
      const client = clientOf(options)
      const spending =
        options.monthlyLimit === undefined
          ? await client.spending()
          : await client.limitMonth(toLimit(options.monthlyLimit))
      const told = options.json === true ? JSON.stringify(spending) : formatSpending(spending)
      process.stdout.write(`${told}\n`)
    })
}

function formatSpending({ monthlyLimitUsd, months, runs }: Spending): string {
  const byMonth = months.map(({ month, settledUsd, reservedUsd }) => [
    month,
    usd(settledUsd),
    usd(reservedUsd),
  ])
  const byRun = runs.map((run) => [
    `${run.id} ${run.annotator}`,
    usd(run.settledUsd),
    usd(run.reservedUsd),
    formatLimit(run.limitUsd),
    formatCalls(run.calls),
    `${run.tokens.inputTokens} / ${run.tokens.outputTokens}`,
    `${run.tokens.cacheReadTokens} / ${run.tokens.cacheWrite5mTokens} / ${run.tokens.cacheWrite1hTokens}`,
  ])
  const head = ['Run', 'Spent', 'Under way', 'Limit', 'Calls', 'Tokens in / out', 'Cache read / 5 min / 1 h']
  return [
    `A month may cost: ${formatLimit(monthlyLimitUsd)}.`,
    formatTable(['Month (UTC)', 'Spent', 'Under way'], byMonth),
    ...(byRun.length === 0 ? ['No call was ever made.'] : [formatTable(head, byRun)]),
  ].join('\n')
}
