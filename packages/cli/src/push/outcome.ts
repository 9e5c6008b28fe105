import { formatBatch, formatCounts, formatRejections } from '../tables.ts'
import type { SendResult } from './send-sources.ts'

/** What became of a push, as JSON: counts are of what was sent, `skipped` and `leftOut` of what was not. */
export function outcomeAsJson({ batches, counts, rejections, skipped, leftOut }: SendResult): string {
  const named = rejections.map(({ name, ...rejection }) => ({ file: name, ...rejection }))
  return `${JSON.stringify({ batches, counts, skipped, leftOut, rejections: named })}\n`
}

/** What became of a push, for a person. */
export function outcomeAsText({ batches, counts, rejections, skipped, leftOut }: SendResult): string {
  const parts = batches.length === 0 ? ['Nothing to send.'] : batches.map(formatBatch)
  if (batches.length > 1) parts.push(`All ${batches.length} batches: ${formatCounts(counts)}`)
  parts.push(...formatNotSent({ skipped, leftOut }))
  if (rejections.length > 0) parts.push(formatRejections(rejections))
  return `${parts.join('\n')}\n`
}

/** What was not sent, and why; nothing where all was. */
export function formatNotSent({
  skipped,
  leftOut,
}: Pick<SendResult, 'skipped' | 'leftOut'>): readonly string[] {
  return [
    ...(skipped > 0 ? [`Already sent, and unchanged: ${skipped} (--resend sends them again)`] : []),
    ...(leftOut > 0 ? [`Left out by --since or --project: ${leftOut}`] : []),
  ]
}
