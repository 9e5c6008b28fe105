import { sum, words } from './words.ts'

type Line = { role: string; message: { content: { text: string }[] } }

/** The figures of telemetry.md that a transcript of texts alone has. */
export function countIndependently(text: string) {
  const lines: Line[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const texts = (role: string) =>
    lines
      .filter((line) => line.role === role)
      .map(({ message }) => message.content.map((part) => part.text).join('\n'))
  return {
    turns: texts('user').filter((one) => /<user_query>\s*\S/.test(one)).length,
    actions: 0,
    agentTextWords: sum(texts('assistant').map(words)),
    agentWords: null,
    actionsFailed: null,
    linesAdded: null,
    modelCalls: null,
    interruptions: null,
    startedAt: null,
  }
}
