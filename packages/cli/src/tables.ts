import type { Batch, BatchCounts, BatchProgress, Rejection } from '@fieldwork/contract'
import Table from 'cli-table3'

/** Names shown of one reason; the rest is counted. */
const NAMES_SHOWN = 10

/** Lines between rows would double the height of a table. */
const withoutLines = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

/** A table without colours, so that it reads the same in a terminal and in a file. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ head: [...head], chars: withoutLines, style: { head: [], border: [] } })
  table.push(...rows.map((row) => [...row]))
  return table.toString()
}

/** As `formatTable`, in Markdown. */
export function formatMarkdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', '<br>')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** How the lines ended, as the sum that it is. */
export function formatCounts(counts: BatchCounts): string {
  const { posted, accepted, duplicate, revised, rejected } = counts
  return `${posted} posted = ${accepted} accepted + ${duplicate} duplicate + ${revised} revised + ${rejected} rejected`
}

export function formatBatch(batch: Batch): string {
  return [
    `Batch ${batch.id}: ${stateOf(batch)}`,
    `  ${formatCounts(batch.counts)}`,
    `  sessions: ${formatProgress(batch.progress)}`,
  ].join('\n')
}

function stateOf(batch: Batch): string {
  if (batch.state !== 'accepted') return batch.state
  if (batch.materialised) return 'annotated, and in the cohorts'
  return batch.complete ? 'annotated, not yet in the cohorts' : 'being annotated'
}

/** Sessions by state, as far as there are any. */
export function formatProgress(progress: BatchProgress): string {
  const some = Object.entries(progress).filter(([, count]) => count > 0)
  return some.length === 0 ? 'none' : some.map(([state, count]) => `${count} ${state}`).join(', ')
}

export type NamedRejection = Rejection & { readonly name: string }

/** Rejections by reason, the most frequent first, with what they concern and what to do. */
export function formatRejections(rejections: readonly NamedRejection[]): string {
  const byReason = Map.groupBy(rejections, ({ code }) => code)
  const groups = [...byReason.entries()].sort(([, a], [, b]) => b.length - a.length)
  const rows = groups.map(([code, group]) => {
    const names = group.slice(0, NAMES_SHOWN).map(({ name, detail }) => `${name}: ${detail}`)
    const more = group.length - names.length
    if (more > 0) names.push(`and ${more} more (--json lists them all)`)
    return [code, String(group.length), [...names, `→ ${group[0]?.remedy ?? ''}`].join('\n')]
  })
  return formatTable(['Rejected', 'Lines', 'Which, why, and what to do'], rows)
}
