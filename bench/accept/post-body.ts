import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

/** The body's first bytes, or all of it. */
export type BodyPart = { readonly file: string; readonly bytes?: number }

/**
 * Posts a batch and waits for its answer, which comes once its rows are committed. Throws where it is not answered 202,
 * or where a line was not accepted. Gives the number of lines.
 */
export async function postBody(address: string, key: string, { file, bytes }: BodyPart): Promise<number> {
  const post = request(new URL('/v1/batches', address), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
  })
  const answered = once(post, 'response')
  const sent = pipeline(createReadStream(file, bytes === undefined ? {} : { end: bytes - 1 }), post)
  const [[response]] = await Promise.all([answered, sent])
  const answer = await text(response)
  if (response.statusCode !== 202) throw new Error(`answered ${response.statusCode}: ${answer}`)
  const { posted, accepted } = JSON.parse(answer).counts
  // A body that is cut off at a number of bytes ends in a line that is none.
  const broken = bytes === undefined ? 0 : 1
  if (posted - accepted > broken) throw new Error(`lines were not accepted: ${answer}`)
  return accepted
}
