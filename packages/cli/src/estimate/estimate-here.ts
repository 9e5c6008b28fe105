import {
  defaults,
  estimateRun,
  type ModelProfile,
  modelProfiles,
  profileOf,
  sessionCosts,
  spreadOf,
} from '@fieldwork/annotators/estimate'
import { FieldworkError } from '@fieldwork/errors'
import { EXIT_FAILED } from '../print-error.ts'
import { print, printJson } from '../print-session.ts'
import { parseSince } from '../sources/selection.ts'
import { countRatio } from './count-ratio.ts'
import type { EstimateCommandOptions } from './estimate.ts'
import { formatEstimates, formatFound } from './format-estimate.ts'
import { type SessionLength, transcriptLengths } from './transcript-lengths.ts'

/** Estimates a run over transcripts on this machine. Gives the exit code. */
export async function estimateHere(
  paths: readonly string[],
  options: EstimateCommandOptions,
): Promise<number> {
  const profiles = options.models.map(knownProfile)
  const { entire = [], project = null, json, repairs } = options
  const selection = { since: sinceOf(options.since), project }
  const { sessions, ...found } = await transcriptLengths({ paths, entire }, selection)
  const limits = limitsOf(options)
  const estimates = []
  for (const profile of profiles) {
    const { charactersPerToken, low, high, counted } = await ratioOf(sessions, profile, options)
    const { repairShare, ...usual } = defaults.assumptions
    const assumptions = { ...usual, charactersPerToken, repairShare: repairs ?? repairShare }
    const range = {
      low: { ...defaults.range.low, charactersPerToken: low },
      high: { ...defaults.range.high, charactersPerToken: high },
    }
    for (const strategy of ['faithful', 'frugal'] as const) {
      const characters = sessions.map((session) => session.characters)
      const common = { strategy, profile, assumptions }
      const run = estimateRun(characters, { ...common, range, limits })
      const usdPerSession = spreadOf(sessionCosts(characters, common))
      estimates.push({ ...run, usdPerSession, assumptions, range, counted })
    }
  }
  if (json) await printJson({ sessions: sessions.length, ...found, limits, estimates })
  else {
    const shown = estimates.map((one) => ({ ...one, sessions: sessions.length }))
    await print(`${[...formatEstimates(shown, limits), ...formatFound(sessions.length, found)].join('\n')}\n`)
  }
  return found.unreadable.length > 0 ? EXIT_FAILED : 0
}

/** The limits that were given, else those of a new account. */
export const limitsOf = ({
  requestsPerMinute = defaults.limits.requestsPerMinute,
  inputTokensPerMinute = defaults.limits.inputTokensPerMinute,
  outputTokensPerMinute = defaults.limits.outputTokensPerMinute,
}: EstimateCommandOptions) => ({ requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute })

export type Ratio = {
  readonly charactersPerToken: number
  readonly low: number
  readonly high: number
  /** Sessions whose tokens were counted; 0 where the ratio is assumed. */
  readonly counted: number
}

async function ratioOf(
  sessions: readonly SessionLength[],
  profile: ModelProfile,
  { countTokens = false, anthropicUrl }: EstimateCommandOptions,
): Promise<Ratio> {
  const { range, assumptions } = defaults
  const assumed = {
    charactersPerToken: assumptions.charactersPerToken,
    low: range.low.charactersPerToken,
    high: range.high.charactersPerToken,
    counted: 0,
  }
  if (!countTokens) return assumed
  return (await countRatio(sessions, profile, process.env.ANTHROPIC_API_KEY, anthropicUrl)) ?? assumed
}

function knownProfile(model: string): ModelProfile {
  try {
    return profileOf(model)
  } catch (cause) {
    const known = Object.keys(modelProfiles).join(', ')
    throw new FieldworkError('usage', `no price is known for the model ${model}; known are ${known}`, {
      cause,
    })
  }
}

function sinceOf(given: string | undefined): number | null {
  if (given === undefined) return null
  const since = parseSince(given, Date.now())
  if (since !== undefined) return since
  throw new FieldworkError('usage', 'the value of --since is no date (2026-11-01) and no duration (7d)')
}
