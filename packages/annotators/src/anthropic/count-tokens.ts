import { Anthropic } from '@anthropic-ai/sdk'
import { mapError } from './map-error.ts'
import type { MessageRequest } from './planned-call.ts'
import type { SenderOptions } from './send-call.ts'

/**
 * Asks the token-count endpoint, which costs nothing, how many tokens the text of a request is. Rejects with a FieldworkError
 * as `mapError` has it.
 */
export function createTokenCounter({ apiKey, baseURL, timeoutMs, now = Date.now }: SenderOptions) {
  const client = new Anthropic({
    apiKey,
    authToken: null, // the environment's is not asked for
    baseURL,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off', // its lines could quote a body
  })
  return async function countTokens({ model, system, messages }: MessageRequest): Promise<number> {
    try {
      const counted = await client.messages.countTokens({ model, system, messages })
      return counted.input_tokens
    } catch (error) {
      throw mapError(error, now())
    }
  }
}
