import { createHash } from 'node:crypto'
import { blocksOf, type MessageRequest } from './message-request.ts'

const TTL_MS = 5 * 60_000

/** Tokens as the simulator counts them: four characters are one. */
export const tokensIn = (text: string) => Math.ceil(text.length / 4)

export type InputUsage = {
  readonly input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
}

/**
 * Prompt caching over exact prefixes. The parts of an input always add up to all of its tokens. A prefix below
 * `minimum` tokens is silently not cached. Model and output schema belong to the prefix, as with the real cache.
 */
export function createPromptCache(minimum: number, now: () => number) {
  const entries = new Map<string, number>()
  return function use(request: MessageRequest): InputUsage {
    const hash = createHash('sha256').update(JSON.stringify([request.model, request.output_config ?? null]))
    let tokens = 0
    let read = 0
    let written = 0
    for (const block of blocksOf(request)) {
      tokens += tokensIn(block.text)
      hash.update(JSON.stringify(block.text))
      if (block.cache_control === undefined || tokens < minimum) continue
      const key = hash.copy().digest('hex')
      const expires = entries.get(key) ?? 0
      if (expires > now()) read = tokens
      written = tokens
      entries.set(key, now() + TTL_MS) // a hit renews the entry
    }
    return {
      input_tokens: tokens - written,
      cache_creation_input_tokens: written - read,
      cache_read_input_tokens: read,
    }
  }
}
