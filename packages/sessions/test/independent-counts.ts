type Part = {
  type?: string
  text?: string
  id?: string
  tool_use_id?: string
  is_error?: boolean
  input?: unknown
}
type Patch = {
  filePath?: string
  type?: string
  content?: string
  structuredPatch?: { lines?: string[] }[]
}
type Entry = {
  type?: string
  uuid?: string
  isMeta?: boolean
  isSidechain?: boolean
  isCompactSummary?: boolean
  isVisibleInTranscriptOnly?: boolean
  isApiErrorMessage?: boolean
  requestId?: string
  operation?: string
  content?: string
  attachment?: { type?: string; commandMode?: string; prompt?: string }
  toolUseResult?: Patch | string
  message?: {
    id?: string
    model?: string
    content?: string | Part[]
    usage?: { output_tokens?: number }
  }
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '').length

function stringsOf(value: unknown): string[] {
  const strings: string[] = []
  JSON.stringify(value, (_, member) => {
    if (typeof member === 'string') strings.push(member)
    return member
  })
  return strings
}

const partsOf = (entry: Entry): Part[] => {
  const content = entry.message?.content
  return typeof content === 'string'
    ? [{ type: 'text', text: content }]
    : (content ?? []).filter((part) => part !== null)
}
const textOf = (entry: Entry) =>
  partsOf(entry)
    .flatMap((part) => (part.type === 'text' ? [part.text ?? ''] : []))
    .join('\n')
    .replace(/^\s*<(ide_\w+|system[_-]instruction)>[\s\S]*?<\/\1>/, '')
    .trim()
const squeeze = (text: string) => text.split(/\s+/).join(' ')

const WRAPPER =
  /^(<(local-command-(stdout|stderr|caveat)|bash-(input|stdout|stderr)|system-reminder|task-notification|user-memory-input)>|<teammate-message|Caveat: The messages below)/
const INTERRUPTED = '[Request interrupted by user'

function parse(text: string): Entry[] {
  const seen = new Set<string>()
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line): Entry[] => {
      try {
        const entry = JSON.parse(line)
        if (typeof entry !== 'object' || entry === null) return []
        if (entry.uuid !== undefined && !/REDACTED/.test(entry.uuid)) {
          if (seen.has(entry.uuid)) return []
          seen.add(entry.uuid)
        }
        return [entry]
      } catch {
        return []
      }
    })
}

const isHuman = (entry: Entry) =>
  entry.type === 'user' &&
  !entry.isMeta &&
  !entry.isSidechain &&
  !entry.isCompactSummary &&
  !entry.isVisibleInTranscriptOnly &&
  !partsOf(entry).some((part) => part.type === 'tool_result') &&
  !textOf(entry).startsWith(INTERRUPTED) &&
  !WRAPPER.test(textOf(entry)) &&
  (textOf(entry) !== '' || partsOf(entry).some((part) => part.type === 'image' || part.type === 'document'))

const isAnswer = (entry: Entry) =>
  entry.type === 'assistant' &&
  !entry.isSidechain &&
  !entry.isApiErrorMessage &&
  entry.message?.model !== '<synthetic>'

const commandOf = (entry: Entry) => /<command-name>([\s\S]*?)<\/command-name>/.exec(textOf(entry))?.[1]

function promptsOf(entries: Entry[]): { index: number; text: string }[] {
  const candidates = entries.flatMap((entry, index) => (isHuman(entry) ? [index] : []))
  return candidates.flatMap((index, position) => {
    const entry = entries[index] ?? {}
    const name = /^<command-/.test(textOf(entry)) ? commandOf(entry) : undefined
    if (name === undefined) return [{ index, text: squeeze(textOf(entry)) }]
    const next = candidates[position + 1] ?? entries.length
    if (!entries.slice(index, next).some(isAnswer)) return []
    const args = /<command-args>([\s\S]*?)<\/command-args>/.exec(textOf(entry))?.[1] ?? ''
    return [{ index, text: squeeze(`${name} ${args}`).trim() }]
  })
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

function steersOf(entries: Entry[], prompts: { index: number; text: string }[]): number {
  const typed = entries.flatMap((entry, index) => {
    const text = squeeze((entry.operation === 'enqueue' ? (entry.content ?? '') : '').trim())
    return text === '' || text.startsWith('<task-notification>') || isJson(text) ? [] : [{ index, text }]
  })
  const repeated = new Set<number>()
  return typed.filter(({ index, text }, position) => {
    const prompt = prompts.find(
      (next) => next.index > index && next.text === text && !repeated.has(next.index),
    )
    if (prompt !== undefined) {
      repeated.add(prompt.index)
      return false
    }
    const later = entries.slice(index + 1)
    const back = later.findIndex((entry) => entry.operation === 'popAll')
    const left = later.findIndex((entry) => entry.operation === 'dequeue' || entry.operation === 'remove')
    if (back !== -1 && (left === -1 || back < left)) return false
    // Given out and enqueued again at once: only the last time counts.
    return typed[position + 1]?.text !== text
  }).length
}

/** The figures of telemetry.md for a Claude Code file, counted from its raw lines with sets of ids. */
export function countIndependently(text: string) {
  const entries = parse(text)
  const prompts = promptsOf(entries)
  const answers = entries.filter((entry) => entry.type === 'assistant')
  const model = answers.filter(
    (entry) => !entry.isApiErrorMessage && entry.message?.model !== '<synthetic>' && entry.message,
  )
  const main = model.filter((entry) => !entry.isSidechain)
  const uses = main.flatMap((entry) => partsOf(entry).filter(({ type }) => type === 'tool_use'))
  const calls = new Map(uses.map((use) => [use.id, use]))
  const users = entries.filter((entry) => entry.type === 'user')
  const results = new Map<string | undefined, { part: Part; entry: Entry }>()
  for (const entry of [...users].reverse()) {
    for (const part of partsOf(entry).filter(({ type }) => type === 'tool_result')) {
      results.set(part.tool_use_id, { part, entry })
    }
  }
  let linesAdded = 0
  let linesRemoved = 0
  for (const patch of new Set([...results.values()].map(({ entry }) => entry.toolUseResult))) {
    if (typeof patch !== 'object' || patch.filePath === undefined) continue
    const lines = (patch.structuredPatch ?? []).flatMap((hunk) => hunk.lines ?? [])
    linesAdded += lines.filter((line) => line[0] === '+').length
    linesRemoved += lines.filter((line) => line[0] === '-').length
    if (patch.type === 'create' && lines.length === 0) {
      linesAdded += (patch.content ?? '').replace(/\n$/, '').split('\n').length - (patch.content ? 0 : 1)
    }
  }
  const tokens = new Map(model.map((entry) => [entry.message?.id, entry.message?.usage?.output_tokens ?? 0]))
  const texts = main.flatMap((entry) => partsOf(entry).filter(({ type }) => type === 'text'))
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
  return {
    turns: prompts.length,
    actions: calls.size,
    actionsFailed: [...calls.keys()].filter((id) => results.get(id)?.part.is_error === true).length,
    actionsUnanswered: [...calls.keys()].filter((id) => !results.has(id)).length,
    linesAdded,
    linesRemoved,
    modelCalls: tokens.size,
    outputTokens: sum(tokens.values()),
    agentWords:
      sum(texts.map((part) => words(part.text ?? ''))) +
      sum([...calls.values()].map((use) => sum(stringsOf(use.input).map(words)))),
    steers: steersOf(entries, prompts),
    interruptions: users.filter((entry) =>
      partsOf(entry).some((part) => part.type === 'text' && part.text?.trim().startsWith(INTERRUPTED)),
    ).length,
  }
}
