import { mapError } from './map-error.ts'
import { openClient } from './open-client.ts'
import type { MessageRequest } from './planned-call.ts'
import type { SenderOptions } from './send-call.ts'

/**
 * Asks the token-count endpoint, which costs nothing, how many tokens the text of a request is. Rejects with a FieldworkError
 * as `mapError` has it.
 */
export function createTokenCounter({ now = Date.now, ...options }: SenderOptions) {
  const client = openClient(options)
  return async function countTokens({ model, system, messages }: MessageRequest): Promise<number> {
    try {
      const counted = await client.messages.countTokens({ model, system, messages })
      return counted.input_tokens
    } catch (error) {
      throw mapError(error, now())
    }
  }
}
