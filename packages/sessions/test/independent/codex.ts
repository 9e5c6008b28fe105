import { sum, words, wordsInside } from './words.ts'

type Tokens = { input_tokens: number; cached_input_tokens: number; output_tokens: number }
type Change = { type: string; content?: string; unified_diff?: string }
type Line = {
  type: string
  payload: {
    type?: string
    role?: string
    message?: string
    content?: { text?: string }[]
    call_id?: string
    id?: string
    status?: string
    arguments?: unknown
    input?: string
    action?: unknown
    output?: unknown
    reason?: string
    success?: boolean
    changes?: Record<string, Change>
    result?: { Ok?: { isError?: boolean }; Err?: unknown }
    info?: { total_token_usage: Tokens }
  }
}

const parsed = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

function inputOf({ arguments: written, input, action }: Line['payload']): unknown {
  if (typeof written !== 'string') return written ?? input ?? action
  try {
    return JSON.parse(written)
  } catch {
    return written
  }
}

/** By the codes that a command's exit is told with, and by words that the tool alone uses. */
function isFailed(output: unknown): boolean {
  const [own = ''] = (typeof output === 'string' ? output : '').split('\nOutput:\n', 1)
  const code = own.match(/(?:exited with code|^Exit code:) (\d+)/m)
  return code === null ? /^\w+ (?:verification )?failed: |^aborted by user/.test(own) : Number(code[1]) > 0
}

/** A letter for each line: a person's message, model's item, input to it, tokens that have grown. */
function traced(lines: Line[]): string {
  let tokens = ''
  return lines
    .map(({ type, payload }) => {
      const kind = payload.type ?? ''
      if (kind === 'user_message') return 'P'
      if (kind === 'token_count') {
        const now = JSON.stringify(payload.info?.total_token_usage)
        const letter = now === tokens ? '' : 't'
        tokens = now
        return letter
      }
      if (type !== 'response_item') return ''
      if (kind === 'message') return payload.role === 'assistant' ? 'm' : 'i'
      return kind.endsWith('_output') ? 'i' : 'm'
    })
    .join('')
}

/** The figures of telemetry.md for a rollout that is no fork, counted from all its lines at once. */
export function countIndependently(text: string) {
  const lines = parsed(text)
  const items = lines.filter(({ type }) => type === 'response_item').map(({ payload }) => payload)
  const events = lines.filter(({ type }) => type === 'event_msg').map(({ payload }) => payload)
  const calls = new Map(
    items
      .filter(({ type }) => type?.endsWith('_call'))
      .map((call, index) => [call.call_id ?? call.id ?? index, call]),
  )
  const outputs = new Map(
    items.filter(({ type }) => type?.endsWith('_output')).map((output) => [output.call_id, output]),
  )
  const failed = new Set<unknown>(
    [...outputs.values()].filter(({ output }) => isFailed(output)).map(({ call_id: id }) => id),
  )
  for (const event of events) {
    if (event.type === 'patch_apply_end' && event.success === false) failed.add(event.call_id)
    if (event.result?.Err !== undefined || event.result?.Ok?.isError === true) failed.add(event.call_id)
  }
  const changes = events
    .filter(({ type, success }) => type === 'patch_apply_end' && success !== false)
    .flatMap((event) => Object.entries(event.changes ?? {}))
  const lined = (content = '') =>
    content.split('\n').length - (content.endsWith('\n') || content === '' ? 1 : 0)
  const marked = (mark: RegExp, whole: string) =>
    sum(
      changes.map(([, { type, content, unified_diff: diff }]) =>
        type === whole ? lined(content) : (diff?.match(mark)?.length ?? 0),
      ),
    )
  const trace = traced(lines)
  const answers = items.filter(({ type, role }) => type === 'message' && role === 'assistant')
  const agentTextWords = sum(
    answers.flatMap(({ content = [] }) => content.map((part) => words(part.text ?? ''))),
  )
  const total = events.findLast(({ info }) => info !== undefined)?.info?.total_token_usage
  return {
    turns: trace.match(/P/g)?.length ?? 0,
    steers: null,
    actions: calls.size,
    actionsFailed: failed.size,
    actionsUnanswered: [...calls].filter(
      ([id, call]) => !outputs.has(String(id)) && call.type !== 'web_search_call',
    ).length,
    agentTextWords,
    agentWords: agentTextWords + sum([...calls.values()].map((call) => wordsInside(inputOf(call)))),
    linesAdded: marked(/^\+/gm, 'add'),
    linesRemoved: marked(/^-/gm, 'delete'),
    filesTouched: new Set(changes.map(([path]) => path)).size,
    interruptions: events.filter(({ type, reason }) => type === 'turn_aborted' && reason === 'interrupted')
      .length,
    modelCalls: trace.replaceAll('P', '').match(/m+(?:i*t)?|t/g)?.length ?? 0,
    inputTokens: (total?.input_tokens ?? 0) - (total?.cached_input_tokens ?? 0),
    cacheReadTokens: total?.cached_input_tokens ?? 0,
    outputTokens: total?.output_tokens ?? 0,
  }
}
