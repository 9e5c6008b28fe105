import type { MessageRequest } from './planned-call.ts'

/** Characters of all text that a request sends. */
export function requestCharacters({ system, messages }: MessageRequest): number {
  const contents = [system ?? '', ...messages.map(({ content }) => content)]
  return contents.reduce<number>((total, content) => total + charactersIn(content), 0)
}

type Content = MessageRequest['messages'][number]['content']

function charactersIn(content: Content): number {
  if (typeof content === 'string') return content.length
  return content.reduce((total, block) => total + (block.type === 'text' ? block.text.length : 0), 0)
}
