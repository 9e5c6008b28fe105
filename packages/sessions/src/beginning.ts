import { HEAD_CHARACTERS } from './detect-format.ts'
import { decode } from './lines.ts'

/** What comes of a file or a body, in chunks of text or UTF-8 bytes. */
export type Chunks = AsyncIterable<string | Uint8Array>

/** The first characters, in which the format is looked for, and the whole text from its start. */
export async function beginningOf(input: Chunks): Promise<{ head: string; text: AsyncIterable<string> }> {
  const chunks = decode(input)
  const begun: string[] = []
  let length = 0
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    begun.push(next.value)
    length += next.value.length
    if (length >= HEAD_CHARACTERS) break
  }
  const head = begun.join('')
  return { head, text: joined(head, chunks) }
}

async function* joined(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield start
  yield* rest
}
