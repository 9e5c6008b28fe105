import type { Client } from '@fieldwork/client'
import type { Command } from 'commander'
import { createProgressReporter } from '../progress.ts'
import { formatProvenance } from '../provenance.ts'
import { addServiceOptions, clientOf, type ServiceOptions } from '../service-options.ts'
import { formatBatch, formatRejections, type NamedRejection } from '../tables.ts'
import { waitForBatches } from '../wait-for-batches.ts'

type StatusOptions = ServiceOptions & { readonly watch?: boolean; readonly json?: boolean }

export function addStatus(program: Command): void {
  const command = program
    .command('status')
    .summary('how far a batch is')
    .description(
      'Tells how the lines of a batch ended and how far its sessions are. Without a batch: who annotates, and when the cohorts were computed.',
    )
    .argument('[batch]', 'id of the batch, as `push` printed it')
  addServiceOptions(command)
    .option('--watch', 'until all is annotated and in the cohorts')
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, options: StatusOptions) => {
      const client = clientOf(options)
      if (id === undefined) await showService(client, options)
      else await showBatch(client, id, options)
    })
}

async function showBatch(client: Client, id: string, options: StatusOptions): Promise<void> {
  let batch = await client.batch(id)
  if (options.watch === true) {
    const reporter = createProgressReporter(process.stderr)
    try {
      const watched = await waitForBatches({ client, batches: [batch], onProgress: reporter.report })
      batch = watched[0] ?? batch
    } finally {
      reporter.stop()
    }
  }
  const rejections: NamedRejection[] = []
  if (batch.counts.rejected > 0) {
    for await (const one of client.rejections(id)) rejections.push({ ...one, name: `line ${one.line}` })
  }
  if (options.json === true) {
    const plain = rejections.map(({ name: _, ...rejection }) => rejection)
    process.stdout.write(`${JSON.stringify({ batch, rejections: plain })}\n`)
    return
  }
  const parts = [formatBatch(batch)]
  if (rejections.length > 0) parts.push(formatRejections(rejections))
  process.stdout.write(`${parts.join('\n')}\n`)
}

async function showService(client: Client, options: StatusOptions): Promise<void> {
  const { cells: _, ...overall } = await client.aggregates('overall')
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(overall)}\n`
      : `${client.url} answers.\n${formatProvenance(overall)}\n`,
  )
}
