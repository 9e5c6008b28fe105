import { createHash } from 'node:crypto'
import { type ClassifierId, classifiers, type LabelValue, type LabelValues } from '@fieldwork/codebook'
import type { Label, UnscorableLabel } from '../annotator.ts'
import type { RecordedAnswer } from './ports.ts'
import { postingOf, stepsOf, strategyOf } from './steps.ts'

/**
 * What the answers about one session come to once nothing is left to ask: a label for every classifier with a valid answer,
 * and for every other the reason why it has none. Each classifier is in exactly one of the two.
 */
export function conclude(answered: readonly RecordedAnswer[]): {
  readonly labels: readonly Label[]
  readonly unscorable: readonly UnscorableLabel[]
} {
  const strategy = strategyOf(answered)
  const labels: Label[] = []
  const unscorable: UnscorableLabel[] = []
  for (const { id, version } of classifiers) {
    const records = answered.filter(({ step }) => stepsOf(strategy, id).includes(step))
    const found = labelFor(id, records)
    if (found === undefined) {
      unscorable.push({ classifier: id, reason: reasonOf(records) })
      continue
    }
    const { value, sources } = found
    labels.push({
      classifier: id,
      classifierVersion: version,
      value,
      confidence: null,
      promptHash: hashOf(sources),
      callId: sources.at(-1)?.callId,
    })
  }
  return { labels, unscorable }
}

type Found = { readonly value: LabelValue<ClassifierId>; readonly sources: readonly RecordedAnswer[] }

function labelFor(id: ClassifierId, records: readonly RecordedAnswer[]): Found | undefined {
  for (const record of records) {
    const value = valuesOf(record)[id]
    if (value !== undefined) return { value, sources: [record] }
  }
  return id === 'task_value' ? pricedPosting(records) : undefined
}

/** The value of a task that was asked in two steps: its title from one answer, its price from another. */
function pricedPosting(records: readonly RecordedAnswer[]): Found | undefined {
  const posting = postingOf(records)
  const priced = records.find(({ answer }) => answer.kind === 'answered' && answer.answered.usd !== undefined)
  if (posting === undefined || priced?.answer.kind !== 'answered') return undefined
  const { usd } = priced.answer.answered
  if (usd === undefined) return undefined
  const written = records.filter(
    ({ answer }) => answer.kind === 'answered' && answer.answered.posting === posting,
  )
  return { value: { title: posting.title, usd }, sources: [...written, priced] }
}

const valuesOf = ({ answer }: RecordedAnswer): LabelValues =>
  answer.kind === 'answered' ? answer.answered.values : {}

/** Why the last attempt came to nothing. */
function reasonOf(records: readonly RecordedAnswer[]): UnscorableLabel['reason'] {
  const last = records.at(-1)?.answer
  return last?.kind === 'failed' ? last.reason : 'answer_invalid'
}

/** Of one answer its own hash, of two steps that of both. */
function hashOf(sources: readonly RecordedAnswer[]): string {
  const hashes = sources.map(({ promptHash }) => promptHash)
  const [only, ...others] = hashes
  if (only !== undefined && others.length === 0) return only
  return createHash('sha256').update(hashes.join('\n')).digest('hex')
}
