import { FieldworkError } from '@fieldwork/errors'
import type { ServiceOptions } from '../service-options.ts'
import { estimateHere } from './estimate-here.ts'
import { estimateService } from './estimate-service.ts'

export type EstimateCommandOptions = ServiceOptions & {
  readonly models: readonly string[]
  readonly entire?: readonly string[]
  readonly since?: string
  readonly until?: string
  readonly project?: string
  readonly sessions?: number
  readonly repairs?: number
  readonly requestsPerMinute?: number
  readonly inputTokensPerMinute?: number
  readonly outputTokensPerMinute?: number
  readonly countTokens?: boolean
  readonly anthropicUrl?: string
  readonly service?: boolean
  readonly json?: boolean
}

const ofService = ['until', 'sessions'] as const
const ofThisMachine = ['entire', 'project', 'repairs', 'countTokens'] as const

/** `fieldwork estimate`. Gives the exit code; throws FieldworkErrors. */
export async function estimate(paths: readonly string[], options: EstimateCommandOptions): Promise<number> {
  const { service = false } = options
  const wrong = (service ? ofThisMachine : ofService).find((name) => options[name] !== undefined)
  const flag = wrong?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  if (flag !== undefined) {
    throw new FieldworkError('usage', `--${flag} ${service ? 'does not go with' : 'needs'} --service`)
  }
  if (service && paths.length > 0) throw new FieldworkError('usage', 'paths do not go with --service')
  return service ? estimateService(options) : estimateHere(paths, options)
}
