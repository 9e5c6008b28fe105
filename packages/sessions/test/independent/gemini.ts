type Rec = Record<string, unknown>
const rec = (value: unknown): Rec =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const words = (text: string) => (text.match(/\S+/g) ?? []).length
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const number = (value: unknown) => (typeof value === 'number' ? value : 0)
const textIn = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : list(content)
        .map((part) => String(rec(part).text ?? ''))
        .join('')

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}

const marked = (diff: string, mark: string) =>
  diff
    .split(/^@@.*@@.*$/m)
    .slice(1)
    .flatMap((hunk) => hunk.split('\n'))
    .filter((line) => line.startsWith(mark)).length

/** Counts Gemini CLI's document anew, by the study's definitions and without the reader. */
export function countGemini(text: string) {
  const sound = text.replace(/\\(["\\/bfnrt]|u[0-9a-fA-F]{4})?/g, (all, rest) => (rest ? all : '\\\\'))
  const messages = list(rec(JSON.parse(sound)).messages).map(rec)
  const agent = messages.filter(({ type }) => type === 'gemini')
  const typed = messages.filter(({ type, content, displayContent }) => {
    const said = (textIn(displayContent) || textIn(content)).trim()
    return type === 'user' && said !== '' && !/^(<session_context>|System: Please continue\.)/.test(said)
  })
  const calls = new Map(
    agent.flatMap(({ toolCalls }) => list(toolCalls).map(rec)).map((call) => [call.id, call]),
  )
  const all = [...calls.values()]
  const status = (...wanted: string[]) => all.filter((call) => wanted.includes(String(call.status))).length
  const tokens = agent.map((message) => rec(message.tokens))
  const diffs = all
    .map((call) => rec(call.resultDisplay))
    .filter(({ fileDiff }) => typeof fileDiff === 'string')
  const made = all.filter(
    (call) =>
      typeof rec(call.resultDisplay).fileDiff !== 'string' &&
      JSON.stringify(call.result ?? '').includes('created and wrote to new file'),
  )
  const textWords = sum(agent.map(({ content }) => words(textIn(content))))
  return {
    turns: typed.length,
    actions: calls.size,
    actionsFailed: status('error', 'cancelled'),
    actionsUnanswered: calls.size - status('error', 'cancelled', 'success'),
    sidechainActions: 0,
    agentTextWords: textWords,
    agentWords: textWords + sum(all.flatMap((call) => stringsIn(call.args)).map(words)),
    linesAdded:
      sum(diffs.map(({ fileDiff }) => marked(String(fileDiff), '+'))) +
      sum(made.map((call) => String(rec(call.args).content).trimEnd().split('\n').length)),
    linesRemoved: sum(diffs.map(({ fileDiff }) => marked(String(fileDiff), '-'))),
    filesTouched: new Set([
      ...diffs.map(({ filePath }) => filePath),
      ...made.map((call) => rec(call.args).file_path),
    ]).size,
    interruptions: messages.filter(({ type, content }) => type === 'info' && content === 'Request cancelled.')
      .length,
    steers: null,
    modelCalls: new Set(agent.map(({ id }) => id)).size,
    inputTokens: sum(tokens.map(({ input, cached }) => number(input) - number(cached))),
    outputTokens: sum(tokens.map(({ output }) => number(output))),
    cacheReadTokens: sum(tokens.map(({ cached }) => number(cached))),
    cacheCreationTokens: 0,
  }
}
