import type { RunEstimate } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { print, printJson } from '../print-session.ts'
import { clientOf } from '../service-options.ts'
import type { EstimateCommandOptions } from './estimate.ts'
import { limitsOf } from './estimate-here.ts'
import { formatEstimates } from './format-estimate.ts'

/** Estimates a run over the sessions that the service holds. Gives the exit code. */
export async function estimateService(options: EstimateCommandOptions): Promise<number> {
  const client = clientOf(options)
  const limits = limitsOf(options)
  const scope = {
    since: monthOf('since', options.since),
    until: monthOf('until', options.until),
    sessions: options.sessions,
  }
  const estimates: RunEstimate[] = []
  for (const model of options.models) {
    for (const strategy of ['faithful', 'frugal'] as const) {
      estimates.push(await client.estimateRun({ model, strategy, ...scope, ...limits }))
    }
  }
  if (options.json) await printJson({ limits, estimates })
  else
    await print(
      `${[...formatEstimates(shownOf(estimates), limits), ...estimates.slice(0, 1).map(sampleOf)].join('\n')}\n`,
    )
  return 0
}

const shownOf = (estimates: readonly RunEstimate[]) =>
  estimates.flatMap(({ figures, ...about }) => (figures === null ? [] : [{ ...about, ...figures }]))

function sampleOf({ sessions, sampled, figures }: RunEstimate): string {
  if (figures !== null) return `Extrapolated from ${sampled} sessions that were drawn at random.`
  return `Sessions: ${sessions}. Too few for an estimate that tells nothing of any one of them.`
}

function monthOf(flag: string, value: string | undefined): string | undefined {
  if (value === undefined || /^\d{4}-(0[1-9]|1[0-2])$/.test(value)) return value
  throw new FieldworkError('usage', `with --service, the value of --${flag} is a month, such as 2026-04`)
}
