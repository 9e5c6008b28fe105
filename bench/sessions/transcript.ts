import { type Random, seeded } from './random.ts'
import { command, hex, output, pathOf, prose } from './text.ts'
import { tools } from './vocabulary.ts'

export type TranscriptOptions = {
  /** Begins the session's id. */
  readonly name: string
  readonly seed: number
  /** Steps of the agent: each a model message, in half of the cases with text, with a tool call and its result. */
  readonly steps: number
  /** Characters of a tool's result, about. */
  readonly resultCharacters: number
}

const START = Date.UTC(2026, 0, 5)
const HALF_YEAR_MS = 182 * 86_400_000
const PROMPT_EVERY = 14

/**
 * A session as Claude Code writes it (JSONL). The mix of entries is that of real ones: a prompt for fourteen steps, as
 * many model messages as tool calls, half of them with text. Every seed gives another session.
 */
export function transcript({ name, seed, steps, resultCharacters }: TranscriptOptions): string {
  const random = seeded(seed)
  const session = { sessionId: `${name}-${seed}-${hex(random, 12)}`, cwd: pathOf(random) }
  let at = START + random.whole(0, HALF_YEAR_MS)
  const entry = (members: object) => {
    at += random.whole(1_000, 40_000)
    return { ...session, ...members, uuid: hex(random, 32), timestamp: new Date(at).toISOString() }
  }
  const entries: object[] = []
  for (let step = 0; step < steps; step += 1) {
    if (step % PROMPT_EVERY === 0) {
      entries.push(
        entry({ type: 'user', message: { role: 'user', content: prose(random, random.whole(60, 900)) } }),
      )
    }
    const call = toolCall(random)
    entries.push(entry({ type: 'assistant', message: message(random, call) }))
    entries.push(entry({ type: 'user', ...result(random, call, resultCharacters) }))
  }
  return entries.map((line) => JSON.stringify(line)).join('\n')
}

function toolCall(random: Random) {
  const name = random.word(tools)
  const path = pathOf(random)
  const inputs: Readonly<Record<string, object>> = {
    Bash: { command: command(random), description: prose(random, 20) },
    Edit: { file_path: path, old_string: output(random, 200), new_string: output(random, 300) },
    Write: { file_path: path, content: output(random, 600) },
    Grep: { pattern: prose(random, 10), path },
  }
  return {
    type: 'tool_use',
    id: `toolu_${hex(random, 24)}`,
    name,
    input: inputs[name] ?? { file_path: path },
  }
}

function message(random: Random, call: object) {
  const said = random.chance(0.5) ? [{ type: 'text', text: prose(random, random.whole(40, 700)) }] : []
  return {
    id: `msg_${hex(random, 24)}`,
    role: 'assistant',
    model: random.chance(0.9) ? 'claude-sonnet-4-6' : 'claude-haiku-4-5',
    content: [...said, call],
    usage: {
      input_tokens: random.whole(1, 20),
      output_tokens: random.whole(20, 900),
      cache_read_input_tokens: random.whole(1_000, 90_000),
      cache_creation_input_tokens: random.whole(0, 4_000),
    },
  }
}

function result(random: Random, call: ReturnType<typeof toolCall>, length: number) {
  const content = output(random, random.whole(length / 2, (3 * length) / 2))
  const answer = { type: 'tool_result', tool_use_id: call.id, content, is_error: random.chance(0.05) }
  const patch = { structuredPatch: [{ lines: [' kept', '-removed', '+added', '+added'] }], type: 'update' }
  return {
    message: { role: 'user', content: [answer] },
    ...(call.name === 'Edit' ? { toolUseResult: { filePath: pathOf(random), ...patch } } : {}),
  }
}
