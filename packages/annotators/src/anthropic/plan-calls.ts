import type { Anthropic } from '@anthropic-ai/sdk'
import { type Calibration, type QuestionId, shippedCalibration } from '@fieldwork/codebook'
import { blocksOf, charactersOf, layOut, promptHashOf } from './layout.ts'
import type { ModelProfile } from './model-profiles.ts'
import type { RecordedAnswer, Step } from './ports.ts'
import { schema } from './prompt.ts'
import { type Ask, nextAsks, type Strategy } from './steps.ts'

/** The SDK's type leaves out what the newer version of the API refuses. */
export type MessageRequest = Anthropic.Messages.MessageCreateParamsNonStreaming & {
  readonly temperature?: number
}

export type PlannedCall = {
  readonly step: Step
  readonly attempt: 1 | 2
  readonly asked: readonly QuestionId[]
  readonly request: MessageRequest
  /** SHA-256, in hex, of all that the request says but the record: instructions, questions, calibration set, schema. */
  readonly promptHash: string
  /** Others of this session find its transcript in the cache, once its answer has begun: it goes first, streamed. */
  readonly warms: boolean
  readonly estimate: Estimate
}

/** Tokens that a call is expected to take. `maxOutputTokens` is the longest answer that it allows. */
export type Estimate = {
  /** Fresh, and written to the cache. */
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
  readonly maxOutputTokens: number
}

export type PlanOptions = {
  readonly calibration?: Calibration | undefined
  /** Longest answer of a first attempt, in tokens; a step that needs less is allowed less. */
  readonly maxTokens?: number | undefined
  /** Learned from usage; the first guess is a careful one. */
  readonly charactersPerToken?: number | undefined
}

/** English and code have more characters a token than this, so that a first estimate is too high rather than too low. */
export const CHARACTERS_PER_TOKEN = 3.5
const MAX_TOKENS = 3_000

/** Tokens of an answer: usual, and the longest that is sensible. */
const option = { usual: 20, most: 256 }
const outputs: Readonly<Record<QuestionId, { readonly usual: number; readonly most: number }>> = {
  work_mode: option,
  codebase: option,
  decisions: { usual: 250, most: 1_500 },
  expertise: option,
  occupation_user: option,
  occupation_work: option,
  outcome: option,
  success_signal: option,
  failure_signal: option,
  task_value: { usual: 200, most: 1_000 },
  'task_value.posting': { usual: 190, most: 1_000 },
  'task_value.price': option,
}

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
  const drafts = nextAsks(strategy, answered).map((ask) => plan(ask, strategy, profile, transcript, options))
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
  transcript: string,
  options: PlanOptions,
): Draft {
  const { calibration = shippedCalibration, charactersPerToken = CHARACTERS_PER_TOKEN } = options
  const layout = layOut(ask, strategy, transcript, calibration)
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
        outputTokens: sum(ask.asked.map((id) => outputs[id].usual)),
        maxOutputTokens,
      },
    },
  }
}

/** After an answer that ended at its longest, twice as much is allowed. */
function longestAnswer(
  { asked, truncated }: Ask,
  { maxOutputTokens }: ModelProfile,
  maxTokens = MAX_TOKENS,
): number {
  const most = Math.min(sum(asked.map((id) => outputs[id].most)), maxTokens)
  return Math.min(truncated ? 2 * most : most, maxOutputTokens)
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/**
 * What a call costs at the longest answer it allows, in USD, to be reserved before it. A prefix that is expected in the cache
 * is counted as met there.
 */
export function upperCostOf(profile: ModelProfile, call: PlannedCall): number {
  return costWith(profile, call, call.estimate.maxOutputTokens)
}

/** What a call is expected to cost, in USD. */
export function expectedCostOf(profile: ModelProfile, call: PlannedCall): number {
  return costWith(profile, call, call.estimate.outputTokens)
}

function costWith(
  { price, cachePrice }: ModelProfile,
  { warms, estimate }: PlannedCall,
  outputTokens: number,
): number {
  const fresh = estimate.inputTokens * (warms ? cachePrice.write5m : 1)
  const input = fresh + estimate.cachedTokens * cachePrice.read
  return (price.input * input + price.output * outputTokens) / 1_000_000
}
