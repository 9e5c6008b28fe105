import { createHash } from 'node:crypto'
import { blocksOf, type MessageRequest } from './message-request.ts'
import { tokensIn } from './tokens.ts'

type Lifetime = '5m' | '1h'
const lifetimesMs: Readonly<Record<Lifetime, number>> = { '5m': 5 * 60_000, '1h': 60 * 60_000 }
/** Blocks before a breakpoint, itself included, at whose ends an older entry is looked for. */
const LOOK_BACK = 20

/** The parts of an input; together they are all tokens of the prompt. */
export type InputUsage = {
  readonly input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
  readonly cache_creation: {
    readonly ephemeral_5m_input_tokens: number
    readonly ephemeral_1h_input_tokens: number
  }
}

/** What a request finds in the cache. What it writes can be read once its answer has begun. */
export type CachePlan = { readonly usage: InputUsage; begin(): void }

export type PromptCache = {
  /** `owner` is whose cache it is; `minimum` the tokens below which a prefix is silently not cached. */
  plan(owner: string, request: MessageRequest, minimum: number): CachePlan
}

/**
 * Prompt caching over exact prefixes, to which model and output schema belong as with the real cache. Every use of an
 * entry renews it for its own lifetime. `now` is milliseconds since the epoch.
 */
export function createPromptCache(now: () => number): PromptCache {
  const entries = new Map<string, { readonly lifetime: Lifetime; readonly expires: number }>()
  const isAlive = (key: string) => (entries.get(key)?.expires ?? Number.NEGATIVE_INFINITY) > now()
  function use(key: string, written: Lifetime) {
    const lifetime = (isAlive(key) ? entries.get(key)?.lifetime : undefined) ?? written
    entries.set(key, { lifetime, expires: now() + lifetimesMs[lifetime] })
  }

  return {
    plan(owner, request, minimum) {
      const prefixes = prefixesOf(owner, request)
      const marked = prefixes.filter(({ lifetime, tokens }) => lifetime !== undefined && tokens >= minimum)
      const read = prefixes.findLast(
        ({ key, at }) => isAlive(key) && marked.some((mark) => mark.at >= at && mark.at - at < LOOK_BACK),
      )
      if (read !== undefined) use(read.key, '5m')
      return {
        usage: usageOf(prefixes.at(-1)?.tokens ?? 0, read?.tokens ?? 0, marked),
        begin() {
          for (const { key, lifetime } of marked) use(key, lifetime ?? '5m')
        },
      }
    },
  }
}

type Prefix = {
  readonly at: number
  readonly key: string
  readonly tokens: number
  readonly lifetime: Lifetime | undefined
}

/** The prefix up to the end of each block. */
function prefixesOf(owner: string, request: MessageRequest): readonly Prefix[] {
  const hash = createHash('sha256').update(
    JSON.stringify([owner, request.model, request.output_config ?? null]),
  )
  let tokens = 0
  return blocksOf(request).map(({ role, text, cache_control }, at) => {
    tokens += tokensIn(text)
    hash.update(`${role} ${text.length}\n`).update(text)
    const lifetime = cache_control === undefined ? undefined : (cache_control.ttl ?? '5m')
    return { at, key: hash.copy().digest('base64'), tokens, lifetime }
  })
}

function usageOf(all: number, read: number, marked: readonly Prefix[]): InputUsage {
  const written = { '5m': 0, '1h': 0 }
  let upTo = read
  for (const { tokens, lifetime } of marked) {
    written[lifetime ?? '5m'] += Math.max(0, tokens - upTo)
    upTo = Math.max(upTo, tokens)
  }
  return {
    input_tokens: all - upTo,
    cache_creation_input_tokens: written['5m'] + written['1h'],
    cache_read_input_tokens: read,
    cache_creation: {
      ephemeral_5m_input_tokens: written['5m'],
      ephemeral_1h_input_tokens: written['1h'],
    },
  }
}
