import type { Calibration } from '@fieldwork/codebook'
import type { Annotation, Annotator } from '../annotator.ts'
import { identities } from '../identities.ts'
import { annotateSession, type SessionWork } from './annotate-session.ts'
import type { ModelPrice } from './model-profiles.ts'
import { CHARACTERS_PER_TOKEN } from './plan-calls.ts'
import type { PlannedCall } from './planned-call.ts'
import type { Usage } from './ports.ts'
import { profileOf } from './profile-of.ts'
import { requestCharacters } from './request-characters.ts'
import { createSender, type SenderOptions } from './send-call.ts'
import type { Strategy } from './steps.ts'
import { learnRatio } from './token-ratio.ts'

export type AnthropicAnnotatorOptions = SenderOptions & {
  readonly model: string
  readonly strategy?: Strategy | undefined
  /** Longest answer of a first attempt, in tokens. */
  readonly maxTokens?: number | undefined
  /** USD per million tokens, for a model that `modelProfiles` does not list, or at other prices. */
  readonly price?: ModelPrice | undefined
  /** Calls of one session at once. */
  readonly concurrency?: number | undefined
  /** Postings with prices, in place of those that are shipped. */
  readonly calibration?: Calibration | undefined
}

/**
 * Annotates through the Messages API, one session a job. A question without a valid answer is asked once more and then is
 * unscorable; a session without any label is. A failed call throws (see `mapError`); nothing is tried twice here. Throws
 * `configuration_invalid` for a model whose price is not known.
 */
export function createAnthropicAnnotator(options: AnthropicAnnotatorOptions): Annotator {
  const { model, strategy = 'frugal', maxTokens, calibration, concurrency = 10 } = options
  let charactersPerToken = CHARACTERS_PER_TOKEN
  const work: SessionWork = {
    strategy,
    profile: profileOf(model, options.price),
    concurrency,
    planOptions: () => ({ calibration, maxTokens, charactersPerToken }),
    send: createSender(options),
    learn({ request }: PlannedCall, usage: Usage) {
      const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = usage
      const read = inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens
      charactersPerToken = learnRatio(charactersPerToken, requestCharacters(request), read)
    },
  }
  return {
    name: 'anthropic',
    ...identities.anthropic,
    agreement: null,
    async annotate(sessions, context) {
      const annotations: Annotation[] = []
      for (const one of sessions) annotations.push(await annotateSession(work, one, context))
      return annotations
    },
  }
}
