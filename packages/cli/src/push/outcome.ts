import type { BatchCounts } from '@fieldwork/contract'
import type { Superseded } from '../sources/plan-sources.ts'
import { formatBatch, formatCounts, formatRejections } from '../tables.ts'
import type { SendResult } from './send-sources.ts'

export type Outcome = SendResult & { readonly superseded: readonly Superseded[] }

/**
 * What became of all sessions: those that the service is known to have, and that were not sent again for it, are duplicates
 * as well.
 */
const countsOfAll = ({ counts, skipped }: Pick<SendResult, 'counts' | 'skipped'>): BatchCounts => ({
  ...counts,
  posted: counts.posted + skipped,
  duplicate: counts.duplicate + skipped,
})

/** What became of a push, as JSON. `skipped` says how many of the duplicates were not sent, `leftOut` what was not meant. */
export function outcomeAsJson({ batches, rejections, leftOut, superseded, ...result }: Outcome): string {
  const named = rejections.map(({ name, ...rejection }) => ({ file: name, ...rejection }))
  const { skipped } = result
  return `${JSON.stringify({ batches, counts: countsOfAll(result), skipped, leftOut, superseded, rejections: named })}\n`
}

/** What became of a push, for a person. */
export function outcomeAsText({ batches, rejections, leftOut, superseded, ...result }: Outcome): string {
  const { skipped } = result
  const parts = batches.length === 0 ? ['Nothing to send.'] : batches.map(formatBatch)
  if (batches.length > 1 || skipped > 0) parts.push(`All sessions: ${formatCounts(countsOfAll(result))}`)
  parts.push(...formatNotSent({ skipped, leftOut }), ...formatSuperseded(superseded))
  if (rejections.length > 0) parts.push(formatRejections(rejections))
  return `${parts.join('\n')}\n`
}

/** Files of which nothing was sent, since another one tells the same session and more. */
export const formatSuperseded = (superseded: Outcome['superseded']): readonly string[] =>
  superseded.map(({ file, by }) => `All of ${file} is in ${by} too, and counted there.`)

/** What was not sent, and why; nothing where all was. */
export function formatNotSent({
  skipped,
  leftOut,
}: Pick<SendResult, 'skipped' | 'leftOut'>): readonly string[] {
  return [
    ...(skipped > 0
      ? [`Of the duplicates not sent, since they were before: ${skipped} (--resend sends them)`]
      : []),
    ...(leftOut > 0 ? [`Left out by --since or --project: ${leftOut}`] : []),
  ]
}
