import { type Calibration, shippedCalibration } from '@fieldwork/codebook'
import { longestAnswer, usualLength } from './answer-length.ts'
import { fence } from './fence.ts'
import { blocksOf, charactersOf, layOut, promptHashOf } from './layout.ts'
import type { ModelProfile } from './model-profiles.ts'
import type { PlannedCall } from './planned-call.ts'
import type { RecordedAnswer } from './ports.ts'
import { schema } from './prompt.ts'
import { type Ask, nextAsks, type Strategy } from './steps.ts'

export type PlanOptions = {
  readonly calibration?: Calibration | undefined
  /** Longest answer of a first attempt, in tokens; a step that needs less is allowed less. */
  readonly maxTokens?: number | undefined
  /** Learned from usage; the first guess is a careful one. */
  readonly charactersPerToken?: number | undefined
}

/** English and code have more characters a token than this, so that a first estimate is too high rather than too low. */
export const CHARACTERS_PER_TOKEN = 3.5

/**
 * The calls that can be sent now, given what was answered; none where nothing is left to ask. Pure: the same arguments plan
 * the same calls to the letter. Where a call `warms`, it stands first, and the others are sent once its answer has begun.
 */
export function nextCalls(
  strategy: Strategy,
  profile: ModelProfile,
  transcript: string,
  answered: readonly RecordedAnswer[],
  options: PlanOptions = {},
): readonly PlannedCall[] {
  const record = fence('transcript', transcript)
  const drafts = nextAsks(strategy, answered).map((ask) => plan(ask, strategy, profile, record, options))
  const readers = drafts.filter(({ readsTranscript }) => readsTranscript)
  return [...readers, ...drafts.filter(({ readsTranscript }) => !readsTranscript)].map(({ call }, index) =>
    index === 0 && readers.length > 1 ? warming(call) : call,
  )
}

function warming(call: PlannedCall): PlannedCall {
  const { inputTokens, cachedTokens } = call.estimate
  const estimate = { ...call.estimate, inputTokens: inputTokens + cachedTokens, cachedTokens: 0 }
  return { ...call, warms: true, estimate }
}

/** `readsTranscript`: from the cache. */
type Draft = { readonly call: PlannedCall; readonly readsTranscript: boolean }

function plan(
  ask: Ask,
  strategy: Strategy,
  profile: ModelProfile,
  record: string,
  options: PlanOptions,
): Draft {
  const { calibration = shippedCalibration, charactersPerToken = CHARACTERS_PER_TOKEN } = options
  const layout = layOut(ask, strategy, record, calibration)
  const characters = charactersOf(layout)
  const prefixTokens = Math.ceil(characters.prefix / charactersPerToken)
  const cached = prefixTokens >= profile.cacheMinimumTokens
  const cachedTokens = cached ? prefixTokens : 0
  const maxOutputTokens = longestAnswer(ask, profile, options.maxTokens)
  const { system, user } = blocksOf(layout, cached)
  const { temperature } = profile
  return {
    readsTranscript: cached && layout.cachedTo === 'record',
    call: {
      step: ask.step,
      attempt: ask.attempt,
      asked: ask.asked,
      request: {
        model: profile.model,
        max_tokens: maxOutputTokens,
        ...(strategy === 'faithful' && temperature !== null ? { temperature } : {}),
        system,
        messages: [{ role: 'user', content: user }],
        ...(profile.structuredOutput ? { output_config: { format: { type: 'json_schema', schema } } } : {}),
      },
      promptHash: promptHashOf(layout),
      warms: false,
      estimate: {
        inputTokens: Math.ceil(characters.all / charactersPerToken) - cachedTokens,
        cachedTokens,
        outputTokens: usualLength(ask.asked),
        maxOutputTokens,
      },
    },
  }
}
