/** A line of the body without its line end, or only its length where it is longer than allowed. */
export type BodyLine = { readonly bytes: Buffer } | { readonly tooLong: true; readonly length: number }

const LF = 0x0a
const CR = 0x0d

/**
 * Splits a body into lines at LF or CRLF. Never holds more than one line and one chunk: of a line longer than
 * `maxBytes` only the length is kept. `seen` is given every byte of the body in order, line by line, before the line is
 * yielded. Blank lines are yielded as empty ones.
 */
export async function* splitLines(
  body: AsyncIterable<Buffer>,
  maxBytes: number,
  seen: (bytes: Buffer) => void,
): AsyncGenerator<BodyLine> {
  let parts: Buffer[] = []
  let length = 0
  const take = (bytes: Buffer) => {
    seen(bytes)
    length += bytes.length
    if (length <= maxBytes) parts.push(bytes)
    else parts = []
  }
  const line = (): BodyLine => {
    const ended: BodyLine = length > maxBytes ? { tooLong: true, length } : { bytes: withoutCr(join(parts)) }
    parts = []
    length = 0
    return ended
  }
  for await (const chunk of body) {
    let start = 0
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      take(chunk.subarray(start, end))
      start = end + 1
      yield line()
    }
    if (start < chunk.length) take(chunk.subarray(start))
  }
  if (length > 0) yield line()
}

function join(parts: readonly Buffer[]): Buffer {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts)
}

const withoutCr = (line: Buffer) => (line.at(-1) === CR ? line.subarray(0, -1) : line)
