import { sum, words, wordsInside } from './words.ts'

type Block = {
  type: string
  text?: string
  id?: string
  input?: unknown
  tool_use_id?: string
  is_error?: boolean
}
type Use = { input: unknown; status?: string }
type Message = { role: string; content?: string | Block[] | null; tool_uses?: Use[] | null }

/** Messages of role user that no person wrote. */
const NO_PROMPT =
  /^(?:<local-command-|Caveat: |\[Request interrupted|This session is being continued|Base directory for this skill|\[Image: source|System: Please continue)/

const blocksOf = ({ content }: Message): Block[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? [])
const textOf = (message: Message) =>
  blocksOf(message)
    .flatMap(({ text }) => text ?? [])
    .join('\n')
    .trim()
const has = (message: Message, type: string) => blocksOf(message).some((block) => block.type === type)

/** Which messages are prompts: a letter for each message, and a pattern over the letters. */
function promptsIn(messages: Message[]): number {
  const letters = messages.map((message) => {
    const text = textOf(message)
    if (message.role === 'assistant')
      return text === 'No response requested.' || text.startsWith('API Error') ? '' : 'a'
    if (has(message, 'tool_result') || NO_PROMPT.test(text)) return ''
    if (text.startsWith('<command-message>')) return 'x'
    if (text.startsWith('<command-name>')) return 'c'
    return text === '' && !has(message, 'image') ? '' : 'p'
  })
  // What follows a custom command is its text; a command that is not answered is none.
  const told = letters.join('').replaceAll('xp', 'c').replaceAll('x', 'c')
  return (told.match(/p|c(?=a)/g) ?? []).length
}

/** The figures of telemetry.md that a document has, counted from all its messages at once. */
export function countIndependently(text: string) {
  const { messages }: { messages: Message[] } = JSON.parse(text)
  const blocks = messages.flatMap(blocksOf)
  const inBlocks = blocks.filter(({ type }) => type === 'tool_use')
  const plain = inBlocks.length > 0 ? [] : messages.flatMap((message) => message.tool_uses ?? [])
  const results = new Map(
    blocks
      .filter(({ type }) => type === 'tool_result')
      .map((block) => [block.tool_use_id, block.is_error === true]),
  )
  const statuses = plain.filter(({ status }) => status !== undefined)
  const told = results.size + statuses.length > 0
  const failed =
    [...results.values()].filter(Boolean).length +
    statuses.filter(({ status }) => status !== 'success').length
  const said = messages
    .filter(({ role }) => role === 'assistant')
    .flatMap((message) => blocksOf(message).filter(({ type }) => type === 'text'))
    .map((block) => block.text ?? '')
    .filter((one) => !/^(?:No response requested\.|API Error: )/.test(one))
  const inputs = [...inBlocks, ...plain].map(({ input }) => input)
  const agentTextWords = sum(said.map(words))
  const stops = messages.filter(
    (message) => /^\[Request interrupted by user/m.test(textOf(message)) && message.role === 'user',
  )
  return {
    turns: promptsIn(messages),
    actions: inputs.length,
    actionsFailed: told ? failed : null,
    actionsUnanswered: told ? inBlocks.filter(({ id }) => !results.has(id)).length : null,
    agentTextWords,
    agentWords: inputs.some((input) => typeof input === 'string')
      ? null
      : agentTextWords + sum(inputs.map(wordsInside)),
    ...(stops.length > 0 ? { interruptions: stops.length } : {}),
    linesAdded: null,
    filesTouched: null,
    modelCalls: null,
    steers: null,
    outputTokens: null,
  }
}
