import { type ClassifierId, classifiers } from '@fieldwork/codebook'
import { blocksOf, type MessageRequest } from '../message-request.ts'

export type Question = ClassifierId | 'task_value.posting' | 'task_value.price'

export type Asked = {
  /** What stands between the fence marks, or all that is cached, or else all of the text. */
  readonly transcript: string
  /** All text of the messages. */
  readonly text: string
  /** The sections outside the fence, in their order, each once: `## work_mode` asks for the work mode. */
  readonly questions: readonly Question[]
}

const questions = new Map<string, Question>(
  [...classifiers.map(({ id }) => id), 'task_value.posting' as const, 'task_value.price' as const].map(
    (id) => [id, id],
  ),
)
const fenced = /<transcript>\n([\s\S]*)\n<\/transcript>/
const section = /^## ([a-z_.]+)[ \t]*$/gm

/** What a request asks about, and which questions. The system prompt, which may mention the marks, is not looked at. */
export function askedIn(request: MessageRequest): Asked {
  const blocks = blocksOf(request).filter(({ role }) => role !== 'system')
  const text = blocks.map((block) => block.text).join('\n')
  return {
    transcript: fenced.exec(text)?.[1] ?? unfenced(request),
    text,
    questions: [
      ...new Set(
        [...text.replace(fenced, '').matchAll(section)].flatMap(
          ([, name]) => questions.get(name ?? '') ?? [],
        ),
      ),
    ],
  }
}

function unfenced(request: MessageRequest): string {
  const blocks = blocksOf(request)
  const cached = blocks.filter((block) => block.cache_control !== undefined)
  return (cached.length > 0 ? cached : blocks).map(({ text }) => text).join('\n')
}
