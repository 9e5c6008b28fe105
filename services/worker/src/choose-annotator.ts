import {
  type Annotator,
  createAnthropicAnnotator,
  createLocalAnnotator,
  createNoneAnnotator,
  loadCalibration,
  type ModelPrice,
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
        strategy: configuration.ANTHROPIC_STRATEGY,
        price: priceOf(configuration),
        calibration:
          configuration.TASK_VALUE_CALIBRATION === undefined
            ? undefined
            : loadCalibration(configuration.TASK_VALUE_CALIBRATION),
        maxTokens: configuration.ANTHROPIC_MAX_TOKENS,
        timeoutMs: configuration.ANTHROPIC_TIMEOUT_SECONDS * 1_000,
      })
    }
  }
}

function priceOf(configuration: WorkerConfiguration): ModelPrice | undefined {
  const { ANTHROPIC_INPUT_PRICE: input, ANTHROPIC_OUTPUT_PRICE: output } = configuration
  return input === undefined || output === undefined ? undefined : { input, output }
}
