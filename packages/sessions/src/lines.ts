/** The lines of a text, without the byte-order mark and without empty ones. A carriage return stays: JSON allows it. */
export function* linesOf(text: string): Generator<string> {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    if (!isBlank(text, start, end)) yield text.slice(start, end)
    start = end + 1
  }
}

const isBlank = (text: string, start: number, end: number) =>
  end === start || (end - start < 100 && text.slice(start, end).trim() === '')

/** Chunks of bytes or text as text. Bytes are UTF-8; a byte-order mark is dropped, what is no UTF-8 becomes U+FFFD. */
export async function* decode(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const chunk of chunks) {
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

/** The lines of a text that comes in chunks. Holds one line and one chunk, however long the text. */
export async function* linesOfChunks(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string[] = []
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf('\n')
    if (last === -1) {
      if (chunk !== '') begun.push(chunk)
      continue
    }
    yield* linesOf(begun.join('') + chunk.slice(0, last))
    begun = last + 1 < chunk.length ? [chunk.slice(last + 1)] : []
  }
  yield* linesOf(begun.join(''))
}
