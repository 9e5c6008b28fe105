import { pipeline, type Readable, Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { FieldworkError } from '@fieldwork/errors'

export type BodyLimits = {
  /** Decompressed bytes at the most. */
  readonly maxBodyBytes: number
  /** Decompressed bytes per compressed byte at the most, once `EXPANSION_FREE` bytes have come out. */
  readonly maxExpansion: number
}

/** A short body may compress to almost nothing without being a bomb. */
const EXPANSION_FREE = 16 * 1024 * 1024

function decompressor(encoding: string) {
  switch (encoding) {
    case 'gzip':
      return createGunzip()
    case 'zstd':
      return createZstdDecompress()
    default:
      throw new FieldworkError('encoding_unsupported', `Content-Encoding is ${encoding}`)
  }
}

/**
 * The body's bytes as sent before compression, as a stream with back-pressure. Ends with a FieldworkError:
 * `body_too_large` over the limits, `body_undecodable` where the bytes do not match the encoding. Throws
 * `encoding_unsupported` at once.
 */
export function decodeBody(
  raw: Readable,
  encoding: string | undefined,
  limits: BodyLimits,
): AsyncIterable<Buffer> {
  const compressed = encoding === undefined || encoding === '' || encoding === 'identity' ? null : encoding
  let received = 0
  let expanded = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length
      done(null, chunk)
    },
  })
  const guard = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      expanded += chunk.length
      if (expanded > limits.maxBodyBytes) {
        done(new FieldworkError('body_too_large', `the body exceeds ${limits.maxBodyBytes} bytes`))
      } else if (
        compressed !== null &&
        expanded > EXPANSION_FREE &&
        expanded > received * limits.maxExpansion
      ) {
        done(new FieldworkError('body_too_large', `the body expands more than ${limits.maxExpansion} times`))
      } else {
        done(null, chunk)
      }
    },
  })
  const settle = () => {} // the error reaches the reader of `guard`
  if (compressed === null) pipeline(raw, guard, settle)
  else pipeline(raw, counter, decompressor(compressed), guard, settle)
  return namingErrors(guard)
}

async function* namingErrors(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream
  } catch (error) {
    if (error instanceof FieldworkError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new FieldworkError(
      'body_undecodable',
      `the body broke off or does not match its encoding: ${reason}`,
      {
        cause: error,
      },
    )
  }
}
