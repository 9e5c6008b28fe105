type Rec = Record<string, unknown>
const rec = (value: unknown): Rec =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const words = (text: unknown) => (typeof text === 'string' ? (text.match(/\S+/g) ?? []).length : 0)
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const number = (value: unknown) => (typeof value === 'number' ? value : 0)

function stringsIn(value: unknown): string[] {
  const found: string[] = []
  JSON.stringify(value, (_, member) => {
    if (typeof member === 'string') found.push(member)
    return member
  })
  return found
}

/** Lines of a patch of one file: everything after its first hunk header, but for later headers. */
const changed = (patch: unknown, mark: string) => {
  const text = String(patch ?? '')
  const first = text.search(/^@@ /m)
  return first === -1
    ? 0
    : text
        .slice(first)
        .split('\n')
        .filter((line) => line.startsWith(mark)).length
}

/** Counts OpenCode's export anew from the document, by the study's definitions and without the reader. */
export function countOpenCode(text: string) {
  const messages = list(rec(JSON.parse(text)).messages).map(rec)
  const partsOf = (message: Rec) => list(message.parts).map(rec)
  const byRole = (role: string) => messages.filter((message) => rec(message.info).role === role)
  const typed = byRole('user').filter((message) =>
    partsOf(message).some(
      (part) =>
        (part.type === 'text' && !part.synthetic && !part.ignored && String(part.text).trim() !== '') ||
        part.type === 'subtask',
    ),
  )
  const agents = byRole('assistant')
  const parts = agents.flatMap(partsOf)
  const tools = parts.filter((part) => part.type === 'tool')
  const statuses = tools.map((part) => rec(part.state).status)
  const files = tools
    .filter((part) => rec(part.state).status === 'completed')
    .flatMap((part) => list(rec(rec(part.state).metadata).files).map(rec))
  const tokens = agents.map((message) => rec(rec(message.info).tokens))
  const textWords = sum(
    agents
      .filter((message) => rec(message.info).summary !== true)
      .flatMap(partsOf)
      .map((part) => (part.type === 'text' ? words(part.text) : 0)),
  )
  return {
    turns: typed.length,
    actions: tools.length,
    actionsFailed: statuses.filter((status) => status === 'error').length,
    actionsUnanswered: statuses.filter((status) => status === 'pending' || status === 'running').length,
    agentTextWords: textWords,
    agentWords: textWords + sum(tools.flatMap((part) => stringsIn(rec(part.state).input)).map(words)),
    linesAdded: sum(files.map((file) => changed(file.diff ?? file.patch, '+'))),
    linesRemoved: sum(files.map((file) => changed(file.diff ?? file.patch, '-'))),
    filesTouched: new Set(files.map((file) => file.filePath)).size,
    interruptions: agents.filter((message) => rec(rec(message.info).error).name === 'MessageAbortedError')
      .length,
    steers: null,
    modelCalls: agents.filter((message) => partsOf(message).some((part) => part.type === 'step-start'))
      .length,
    inputTokens: sum(tokens.map((of) => number(of.input))),
    outputTokens: sum(tokens.map((of) => number(of.output))),
    cacheReadTokens: sum(tokens.map((of) => number(rec(of.cache).read))),
    cacheCreationTokens: sum(tokens.map((of) => number(rec(of.cache).write))),
  }
}
