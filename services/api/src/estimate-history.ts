import { setImmediate } from 'node:timers/promises'
import { zstdDecompressSync } from 'node:zlib'
import { describeAnnotator } from '@fieldwork/annotators/describe'
import {
  defaults,
  estimateRun,
  profileOf,
  type Strategy,
  sessionCosts,
  spreadOf,
  type UsdRange,
} from '@fieldwork/annotators/estimate'
import type { RunEstimate, RunEstimateQuery } from '@fieldwork/contract'
import { FieldworkError } from '@fieldwork/errors'
import { type CanonicalSession, render } from '@fieldwork/sessions'
import { type Database, findRunOf, readTranscripts, sampleHistory } from '@fieldwork/store'
import { defaultThresholds, meanInterval } from '@fieldwork/study'

const SAMPLE = 200
/** Transcripts held at once. */
const SLICE = 10
/** Always the same: asked twice, the answer does not wander. */
const SEED = 1

/**
 * What a run over history would cost, from a sample of the stored transcripts. Throws `request_invalid` for a model whose
 * price is not known.
 */
export async function estimateHistory(
  database: Database,
  projectId: number,
  query: RunEstimateQuery,
): Promise<RunEstimate> {
  const { annotator, model, strategy: asked, since, until, sessions: atMost } = query
  const settings = {
    ...(model === undefined ? {} : { model }),
    ...(asked === undefined ? {} : { strategy: asked }),
  }
  const definition = describeAnnotator(annotator, settings)
  const profile = knownProfile(String(definition.settings.model))
  const strategy: Strategy = definition.settings.strategy === 'faithful' ? 'faithful' : 'frugal'
  const run = await findRunOf(database, projectId, definition)
  const scope = { since, until, sessions: atMost }
  const { sessions, revisionIds } = await sampleHistory(database, projectId, scope, {
    runId: run?.id ?? null,
    atMost: SAMPLE,
    seed: SEED,
  })
  const lengths = await lengthsOf(database, revisionIds)
  const { assumptions, range } = defaults
  const about = { model: profile.model, strategy, sessions, sampled: lengths.length, assumptions }
  const costs = sessionCosts(lengths, { strategy, profile, assumptions })
  const spread = spreadOf(costs)
  if (spread === null || lengths.length < defaultThresholds.sessions) return { ...about, figures: null }

  const limits = { ...defaults.limits, ...limitsIn(query) }
  const estimate = estimateRun(lengths, { strategy, profile, limits, assumptions, range, sessions })
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length
  const drawn = meanInterval(costs, Math.max(sessions, lengths.length))
  const interval = drawn && { low: Math.max(0, drawn.low / mean), high: drawn.high / mean }
  const withInterval = (range: UsdRange, share = interval) => ({
    ...range,
    interval95: share && { low: share.low * range.expected, high: share.high * range.expected },
  })
  return {
    ...about,
    figures: {
      calls: estimate.calls,
      tokens: estimate.tokens,
      usd: {
        direct: withInterval(estimate.usd.direct),
        batches: withInterval(estimate.usd.batches),
        nineUncachedCalls: withInterval(estimate.usd.nineUncachedCalls, null),
      },
      usdPerSession: { median: roughly(spread.median), p90: roughly(spread.p90) },
      minutes: estimate.minutes,
    },
  }
}

/** Two digits: a quantile may be what one session costs, and thereby tell how long it is. */
const roughly = (usd: number) => Number(usd.toPrecision(2))

function knownProfile(model: string) {
  try {
    return profileOf(model)
  } catch (cause) {
    throw new FieldworkError('request_invalid', `no price is known for the model ${model}`, { cause })
  }
}

/** The lengths of rendered transcripts. Other requests have their turn between any two. */
async function lengthsOf(database: Database, revisionIds: readonly number[]): Promise<readonly number[]> {
  const lengths: number[] = []
  for (let from = 0; from < revisionIds.length; from += SLICE) {
    const transcripts = await readTranscripts(database, revisionIds.slice(from, from + SLICE))
    for (const canonical of transcripts.values()) {
      // It was checked when it was accepted.
      const session: CanonicalSession = JSON.parse(zstdDecompressSync(canonical).toString('utf8'))
      lengths.push(render(session).text.length)
      await setImmediate()
    }
  }
  return lengths
}

function limitsIn({ requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute }: RunEstimateQuery) {
  return Object.fromEntries(
    Object.entries({ requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute }).filter(
      ([, limit]) => limit !== undefined,
    ),
  )
}
