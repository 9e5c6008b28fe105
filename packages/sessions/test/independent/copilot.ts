import { sum, words, wordsInside } from './words.ts'

type Metrics = { usage: { inputTokens: number; outputTokens: number; cacheReadTokens: number } }
type Data = {
  content?: string
  messageId?: string
  toolCallId?: string
  toolRequests?: { toolCallId: string }[]
  toolName?: string
  arguments?: { path?: string }
  success?: boolean
  reason?: string
  delivery?: string
  result?: { detailedContent?: string }
  toolTelemetry?: { metrics?: { linesAdded?: number; linesRemoved?: number } }
  modelMetrics?: Record<string, Metrics>
}
type Event = { type: string; data: Data }

/** The figures of telemetry.md for a log without sub-agents: edits by the numbers that the tool counted itself. */
export function countIndependently(text: string) {
  const events: Event[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const of = (type: string) => events.filter((event) => event.type === type).map(({ data }) => data)
  const messages = of('assistant.message')
  const starts = of('tool.execution_start')
  const ends = of('tool.execution_complete')
  const asked = messages.flatMap(({ toolRequests = [] }) => toolRequests.map(({ toolCallId }) => toolCallId))
  const ids = new Set([...asked, ...starts.map(({ toolCallId }) => toolCallId)])
  const edits = ends.flatMap(({ toolCallId, toolTelemetry }) => {
    const { linesAdded, linesRemoved } = toolTelemetry?.metrics ?? {}
    const path = starts.find((start) => start.toolCallId === toolCallId)?.arguments?.path
    return linesAdded === undefined ? [] : [{ path, linesAdded, linesRemoved: linesRemoved ?? 0 }]
  })
  const said = of('user.message')
  const agentTextWords = sum(messages.map(({ content }) => words(content ?? '')))
  const used = of('session.shutdown').flatMap(({ modelMetrics }) => Object.values(modelMetrics ?? {}))
  const total = (name: keyof Metrics['usage']) => sum(used.map(({ usage }) => usage[name]))
  const metered = total('inputTokens') > 0
  return {
    turns: said.filter(({ delivery }) => delivery !== 'steering').length,
    steers: said.some(({ delivery }) => delivery !== undefined)
      ? said.filter(({ delivery }) => delivery === 'steering').length
      : null,
    actions: ids.size,
    actionsFailed: ends.filter(({ success }) => success === false).length,
    actionsUnanswered: ids.size - new Set(ends.map(({ toolCallId }) => toolCallId)).size,
    sidechainActions: 0,
    agentTextWords,
    agentWords: agentTextWords + sum(starts.map((start) => wordsInside(start.arguments))),
    linesAdded: sum(edits.map(({ linesAdded }) => linesAdded)),
    linesRemoved: sum(edits.map(({ linesRemoved }) => linesRemoved)),
    filesTouched: new Set(edits.map(({ path }) => path)).size,
    interruptions: of('abort').filter(({ reason }) => reason === 'user_initiated').length,
    modelCalls: new Set(messages.map(({ messageId }) => messageId)).size,
    inputTokens: metered ? total('inputTokens') - total('cacheReadTokens') : null,
    cacheReadTokens: metered ? total('cacheReadTokens') : null,
    outputTokens: metered ? total('outputTokens') : null,
  }
}
