import {
  type Annotator,
  createAnthropicAnnotator,
  createLocalAnnotator,
  createNoneAnnotator,
} from '@fieldwork/annotators'
import { FieldworkError } from '@fieldwork/errors'
import type { WorkerConfiguration } from './configuration.ts'

/** The annotator that ANNOTATOR names. Throws `configuration_invalid` where what it needs is missing. */
export function chooseAnnotator(configuration: WorkerConfiguration): Annotator {
  switch (configuration.ANNOTATOR) {
    case 'local':
      return createLocalAnnotator()
    case 'none':
      return createNoneAnnotator()
    case 'anthropic': {
      const apiKey = configuration.ANTHROPIC_API_KEY
      if (apiKey === undefined) {
        throw new FieldworkError(
          'configuration_invalid',
          'ANTHROPIC_API_KEY is missing; ANNOTATOR is anthropic',
        )
      }
      return createAnthropicAnnotator({
        apiKey,
        baseURL: configuration.ANTHROPIC_BASE_URL,
        model: configuration.ANTHROPIC_MODEL,
        maxTokens: configuration.ANTHROPIC_MAX_TOKENS,
        timeoutMs: configuration.ANTHROPIC_TIMEOUT_SECONDS * 1_000,
      })
    }
  }
}
