import { Anthropic } from '@anthropic-ai/sdk'

export type ClientOptions = {
  readonly apiKey: string
  /** Another address of the Messages API. */
  readonly baseURL?: string | undefined
  /** Longest wait for a whole answer, its body included. */
  readonly timeoutMs: number
}

/** The SDK's client, which sends each call once: the queue's policy is the one layer that retries. */
export const openClient = ({ apiKey, baseURL, timeoutMs }: ClientOptions): Anthropic =>
  new Anthropic({
    apiKey,
    authToken: null, // the environment's is not asked for
    baseURL,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off', // its lines could quote a body
  })
