import { EXIT_FAILED } from '../print-error.ts'
import { print } from '../print-session.ts'
import { createProgressReporter } from '../progress.ts'
import type { Superseded } from '../sources/plan-sources.ts'
import type { SourceState } from '../sources/session-source.ts'
import { waitForBatches } from '../wait-for-batches.ts'
import { outcomeAsJson, outcomeAsText } from './outcome.ts'
import { type SendOptions, sendSources } from './send-sources.ts'

type OnceOptions = {
  readonly idempotencyKey?: string
  readonly wait?: boolean
  readonly json?: boolean
  readonly superseded: readonly Superseded[]
}

/** Sends sessions and tells what became of them. Gives the exit code. */
export async function pushOnce(
  states: readonly SourceState[],
  { idempotencyKey, wait, json, superseded }: OnceOptions,
  context: SendOptions,
): Promise<number> {
  const reporter = createProgressReporter(process.stderr)
  const onProgress = reporter.report
  let taken = 0
  const onBatch = () => {
    taken += 1
  }
  try {
    const result = await sendSources(states, { ...context, idempotencyKey, onProgress, onBatch })
    const { client } = context
    const waited = wait ? await waitForBatches({ client, batches: result.batches, onProgress }) : undefined
    reporter.stop()
    const outcome = { ...result, superseded, batches: waited ?? result.batches }
    await print(json ? outcomeAsJson(outcome) : outcomeAsText(outcome))
    return result.counts.rejected > 0 ? EXIT_FAILED : 0
  } catch (error) {
    reporter.stop()
    if (taken > 0) {
      const advice = 'pushed again, only the rest is sent'
      process.stderr.write(`Batches taken before the error: ${taken}; ${advice}.\n`)
    }
    throw error
  }
}
