import { isUtf8 } from 'node:buffer'
import { FieldworkError } from '@fieldwork/errors'

/**
 * An application/json body as the lines it stands for: an array of lines, or one line. It is held whole, so that it may
 * be no larger than one line of NDJSON. Throws `body_too_large` or `request_invalid`.
 */
export async function* jsonToLines(body: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > maxBytes) {
      throw new FieldworkError(
        'body_too_large',
        `a JSON body may have ${maxBytes} bytes; NDJSON may be longer`,
      )
    }
    chunks.push(chunk)
  }
  for (const line of linesOf(Buffer.concat(chunks))) yield Buffer.from(`${line}\n`)
}

function linesOf(body: Buffer): string[] {
  if (!isUtf8(body)) throw new FieldworkError('request_invalid', 'the body is no UTF-8')
  try {
    const value: unknown = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''))
    // Writing can fail where reading did not: on what is nested too deep.
    return (Array.isArray(value) ? value : [value]).map((line) => JSON.stringify(line))
  } catch {
    throw new FieldworkError('request_invalid', 'the body is no valid JSON')
  }
}
