import type { Anthropic } from '@anthropic-ai/sdk'
import type { QuestionId } from '@fieldwork/codebook'
import type { ModelProfile } from './model-profiles.ts'
import type { Step } from './ports.ts'

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

/**
 * The most that a call is expected to cost, in USD, to be reserved before it: at the longest answer it allows, and with all
 * its input written to the cache, since nobody promises that a prefix is met there.
 */
export function upperCostOf({ price, cachePrice }: ModelProfile, { estimate }: PlannedCall): number {
  const input = (estimate.inputTokens + estimate.cachedTokens) * cachePrice.write5m
  return (price.input * input + price.output * estimate.maxOutputTokens) / 1_000_000
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
