import { chance, integer, type Random } from '../random.ts'
import { createIds } from './ids.ts'
import type { Setting } from './setting.ts'
import { createTally, type Usage } from './tally.ts'

type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [member: string]: Json | undefined }
export type JsonObject = { readonly [member: string]: Json | undefined }

/** Words to tokens, roughly. */
const TOKENS_PER_WORD = 1.4
/** The context that is full, in tokens, and what every session begins with. */
const CONTEXT = 165_000
const CONTEXT_AT_START = 18_000

/**
 * Writes the entries of one session, each a line of JSON, in the order and the form of the tool: every entry names the one
 * before it, times never fall, and what is written is counted.
 */
export function createWriter(random: Random, setting: Setting) {
  const ids = createIds(random)
  const tally = createTally()
  const lines: string[] = []
  const { sessionId, cwd, version, gitBranch, entrypoint } = setting
  const common = JSON.stringify({
    userType: 'external',
    cwd,
    sessionId,
    version,
    gitBranch,
    ...(entrypoint === null ? {} : { entrypoint }),
  }).slice(1, -1)
  let clock = setting.startsAt
  let shown = { clock, at: new Date(clock).toISOString() }
  let parent: string | null = null
  let context = CONTEXT_AT_START

  /** Many entries share their time, and to write one out takes long. */
  function now(): string {
    if (shown.clock !== clock) shown = { clock, at: new Date(clock).toISOString() }
    return shown.at
  }

  /** An entry of the chain; `members` are its own, beside those that all have. Gives its uuid. */
  function chained(type: string, members: JsonObject, sidechain = false): string {
    const uuid = ids.uuid()
    const at = now()
    const own = JSON.stringify(members)
    lines.push(
      `{"parentUuid":${parent === null ? 'null' : `"${parent}"`},"isSidechain":${sidechain},${common},"type":"${type}",${own.slice(1, -1)}${own === '{}' ? '' : ','}"uuid":"${uuid}","timestamp":"${at}"}`,
    )
    parent = uuid
    if (type === 'user' || type === 'assistant') tally.entry(at)
    return uuid
  }

  return {
    setting,
    ids,
    tally,
    now,
    /** Lets time pass. */
    pass(seconds: number): void {
      clock += Math.round(seconds * 1_000)
    },
    chained,
    /** An entry outside the chain. */
    loose(entry: JsonObject): void {
      lines.push(JSON.stringify(entry))
    },
    /** The last entries of the chain once more, as when a session is resumed. */
    repeat(count: number): void {
      lines.push(...lines.filter((line) => line.startsWith('{"parentUuid"')).slice(-count))
    },
    /** A model message: its blocks on a line each, all with its usage; that of the last line counts. */
    message(blocks: readonly JsonObject[], words: number, agent?: { readonly id: string }): string {
      const model = agent === undefined ? setting.model : setting.smallModel
      const usage = nextUsage(words)
      const id = ids.message()
      const requestId = ids.request()
      let last = ''
      for (const [index, block] of blocks.entries()) {
        const isLast = index === blocks.length - 1
        const shown = isLast ? usage : { ...usage, output: Math.min(usage.output, 1 + (words % 8)) }
        const message = {
          model,
          id,
          type: 'message',
          role: 'assistant',
          content: [block],
          stop_reason: null,
          stop_sequence: null,
          usage: usageMembers(shown),
        }
        const agentId = agent === undefined ? {} : { agentId: agent.id }
        last = chained('assistant', { ...agentId, message, requestId }, agent !== undefined)
        tally.modelLine(model)
        clock += 900 + (words % 1_700)
      }
      tally.modelCall(usage)
      return last
    },
    /** What the context takes in beside the model's own words. */
    takeIn(words: number): void {
      context += Math.round(words * TOKENS_PER_WORD)
    },
    isFull: () => context > CONTEXT,
    compact(): number {
      const before = context
      context = CONTEXT_AT_START + 4_000
      return before
    },
    finish: () => ({ transcript: `${lines.join('\n')}\n`, telemetry: tally.telemetry(entrypoint) }),
  }

  function nextUsage(words: number): Usage {
    const written = Math.round(words * TOKENS_PER_WORD) + 30
    const cacheCreation = integer(random, 120, 900)
    const usage = {
      input: integer(random, 1, 12),
      output: chance(random, 0.3) ? written : integer(random, 1, 40),
      cacheRead: context,
      cacheCreation,
    }
    context += written + cacheCreation
    return usage
  }
}

const usageMembers = (usage: Usage): JsonObject => ({
  input_tokens: usage.input,
  cache_creation_input_tokens: usage.cacheCreation,
  cache_read_input_tokens: usage.cacheRead,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: usage.cacheCreation },
  output_tokens: usage.output,
  service_tier: 'standard',
})

export type Writer = ReturnType<typeof createWriter>
