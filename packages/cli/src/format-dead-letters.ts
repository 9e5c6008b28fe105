import type { DeadLetter, DeadLetterDetails, DeadLetterPage } from '@fieldwork/contract'
import { usd } from './runs/format-run.ts'
import { formatTable } from './tables.ts'

/** How much is dead by reason, and the newest of it. */
export function formatDeadLetters({ counts, deadLetters, next }: DeadLetterPage): string {
  if (counts.length === 0) return 'Nothing is dead.'
  const rows = deadLetters.map((letter) => [
    letter.id,
    letter.reason,
    String(letter.attempts ?? ''),
    letter.diedAt,
    letter.redrivable ? 'yes' : 'no',
  ])
  return [
    formatTable(
      ['Queue', 'Reason', 'Dead'],
      counts.map(({ queue, code, count }) => [queue, code, String(count)]),
    ),
    ...(rows.length === 0
      ? ['Nothing of it fits.']
      : [formatTable(['Id', 'Reason', 'Attempts', 'Since', 'Redrivable'], rows)]),
    ...(next === null ? [] : [`The newest ${rows.length}; --json lists all.`]),
  ].join('\n')
}

/** All that is known of a dead letter. */
export function formatDeadLetter(letter: DeadLetterDetails): string {
  const calls = letter.calls.map(({ runId, step, attempt, model, state, costUsd, failure }) => [
    String(runId),
    `${step} ${attempt}`,
    model,
    state,
    costUsd === null ? '' : usd(costUsd),
    failure ?? '',
  ])
  return [
    `${letter.id}: ${letter.reason}`,
    `  ${aboutOf(letter)}`,
    `  dead since ${letter.diedAt}${letter.attempts === null ? '' : `, after ${letter.attempts} attempts`}`,
    `  ${letter.redrivable ? 'can' : 'cannot'} be redriven`,
    ...(letter.remedy === '' ? [] : [`  → ${letter.remedy}`]),
    ...(calls.length === 0
      ? []
      : [formatTable(['Run', 'Step and attempt', 'Model', 'State', 'Cost', 'Failure'], calls)]),
  ].join('\n')
}

function aboutOf({ session, payload }: DeadLetter): string {
  if (session === null) return `a job: ${JSON.stringify(payload)}`
  const { sessionId, revisionId, revision, source, runId } = session
  const annotation = runId === null ? 'its first annotation' : `annotated again by run ${runId}`
  return `session ${sessionId}, revision ${revision} (${revisionId}), of ${source}; ${annotation}`
}
