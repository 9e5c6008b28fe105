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
  let value: unknown
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new FieldworkError('request_invalid', 'the body is no valid JSON')
  }
  for (const line of Array.isArray(value) ? value : [value]) yield Buffer.from(`${JSON.stringify(line)}\n`)
}
