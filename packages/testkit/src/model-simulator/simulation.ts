import { type Account, createAccount } from './account.ts'
import { type AnswerText, plantedText } from './answers/answer-text.ts'
import type { FaultScript } from './faults.ts'
import { createRateLimits, type Limits, type RateLimits } from './limits/rate-limits.ts'
import { profileOf } from './model-profiles.ts'
import type { ModelSimulatorOptions } from './options.ts'
import { createPromptCache, type PromptCache } from './prompt-cache.ts'
import { type Random, randomOf } from './random.ts'
import { createReceived, type Received } from './received.ts'

/** What all endpoints share while the simulator runs. */
export type Simulation = {
  readonly options: ModelSimulatorOptions
  readonly now: () => number
  readonly limits: RateLimits
  readonly cache: PromptCache
  readonly account: Account
  readonly received: Received
  readonly answerText: AnswerText
  readonly cacheMinimum: (model: string) => number
  /** The source of random numbers of one thing, by what it is and its number. */
  readonly randomOf: (what: 'message' | 'batch', number: number) => Random
  faults: FaultScript
}

/** Without limits of one's own nothing is ever refused. */
const limitsOf = ({
  requestsPerMinute = 1_000_000,
  inputTokensPerMinute = 1e12,
  outputTokensPerMinute = 1e12,
  burst = 1,
}: ModelSimulatorOptions): Limits => ({
  requestsPerMinute,
  inputTokensPerMinute,
  outputTokensPerMinute,
  burst,
})

export function createSimulation(options: ModelSimulatorOptions): Simulation {
  const { now = Date.now, seed = 1 } = options
  return {
    options,
    now,
    limits: createRateLimits(limitsOf(options), now),
    cache: createPromptCache(now),
    account: createAccount(),
    received: createReceived(options.keepBodies ?? true),
    answerText: options.answerText ?? plantedText(options.answer ?? (() => ({}))),
    cacheMinimum: (model) => options.cacheMinimumTokens ?? profileOf(model).cacheMinimumTokens,
    randomOf: (what, number) => randomOf(seed, what === 'message' ? 2 * number : 2 * number + 1),
    faults: options.faults ?? [],
  }
}
