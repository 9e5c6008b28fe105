import { Anthropic } from '@anthropic-ai/sdk'
import { FieldworkError } from '@fieldwork/errors'
import { render } from '@fieldwork/sessions'
import type { Annotation, Annotator, SessionToAnnotate } from '../annotator.ts'
import { labelsOf } from '../labels-of.ts'
import { mapError } from './map-error.ts'
import { costOf, type ModelPrice, priceOf } from './models.ts'
import { frugalPromptHash, frugalRequest } from './prompt.ts'
import { type Answer, readAnswer } from './read-answer.ts'

export type AnthropicAnnotatorOptions = {
  readonly apiKey: string
  /** Another address of the Messages API. */
  readonly baseURL?: string | undefined
  readonly model: string
  /** Longest answer, in tokens. */
  readonly maxTokens: number
  /** Longest wait for a whole answer, its body included. */
  readonly timeoutMs: number
  /** USD per million tokens, for a model that `modelPrices` does not list. */
  readonly price?: ModelPrice | undefined
  /** Milliseconds since the epoch; reads a `retry-after` that is a date. */
  readonly now?: () => number
}

const VERSION = '1'

/**
 * Annotates through the Messages API, one call per session with all classifiers. A refusal and an answer that cannot be
 * used make the session unscorable; a failed call throws (see `mapError`); nothing is tried twice here. Throws
 * `configuration_invalid` for a model whose price is not known: spend must never look like nothing.
 */
export function createAnthropicAnnotator(options: AnthropicAnnotatorOptions): Annotator {
  const { model, maxTokens, timeoutMs, now = Date.now } = options
  const price = options.price ?? priceOf(model) ?? unpriced(model)
  const client = new Anthropic({
    apiKey: options.apiKey,
    authToken: null, // the environment's is not asked for
    baseURL: options.baseURL,
    maxRetries: 0, // the queue's policy is the one layer that retries
    timeout: timeoutMs,
  })

  async function call(transcript: string, signal: AbortSignal): Promise<unknown> {
    // The SDK's own timeout ends with the headers: a body that stalls is ended by this one.
    const late = AbortSignal.timeout(timeoutMs)
    try {
      return await client.messages.create(frugalRequest(model, maxTokens, transcript), {
        signal: AbortSignal.any([signal, late]),
      })
    } catch (error) {
      if (late.aborted && !signal.aborted) {
        throw new FieldworkError('annotator_unavailable', `no whole answer within ${timeoutMs} ms`, {
          cause: error,
        })
      }
      throw mapError(error, now())
    }
  }

  async function annotateOne(one: SessionToAnnotate, signal: AbortSignal): Promise<Annotation> {
    const { text, cut } = render(one.session)
    const answer = readAnswer(await call(text, signal))
    return annotationOf(one.revisionId, answer, cut)
  }

  function annotationOf(revisionId: number, answer: Answer, transcriptCut: boolean): Annotation {
    if ('unscorable' in answer) return { revisionId, outcome: 'unscorable', ...answer.unscorable }
    return {
      revisionId,
      outcome: 'annotated',
      labels: labelsOf(answer.values),
      provenance: {
        model: answer.model,
        settings: { strategy: 'frugal', maxTokens },
        promptHash: frugalPromptHash,
        transcriptCut,
        ...answer.tokens,
        costUsd: costOf(price, answer.tokens),
      },
    }
  }

  return {
    name: 'anthropic',
    version: VERSION,
    sessionsPerJob: 1,
    agreement: null,
    async annotate(sessions, signal) {
      const annotations: Annotation[] = []
      for (const one of sessions) annotations.push(await annotateOne(one, signal))
      return annotations
    },
  }
}

function unpriced(model: string): never {
  throw new FieldworkError('configuration_invalid', `ANTHROPIC_MODEL: no price is known for ${model}`)
}
