import { pipeline, type Transform } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
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

/** What undoes a content coding (RFC 9110, 8.4.1: names in any case), or null where there is none to undo. */
function decompressorOf(encoding: string | undefined): Transform | null {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return null
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'zstd':
      return createZstdDecompress()
    default:
      throw new FieldworkError('encoding_unsupported', `Content-Encoding is ${encoding}`)
  }
}

/**
 * The body's bytes as sent before compression, read as they are asked for. Ends with a FieldworkError: `body_too_large`
 * over the limits, `body_undecodable` where the body broke off or does not match its encoding; the bytes before come
 * first. Throws `encoding_unsupported` at once.
 */
export function decodeBody(
  raw: AsyncIterable<Buffer>,
  encoding: string | undefined,
  limits: BodyLimits,
): AsyncIterable<Buffer> {
  return limited(raw, decompressorOf(encoding), limits)
}

async function* limited(
  raw: AsyncIterable<Buffer>,
  decompressor: Transform | null,
  limits: BodyLimits,
): AsyncGenerator<Buffer> {
  let received = 0
  let expanded = 0
  async function* counted() {
    for await (const chunk of raw) {
      received += chunk.length
      yield chunk
    }
  }
  try {
    for await (const chunk of decompressor === null ? raw : decompress(counted(), decompressor)) {
      expanded += chunk.length
      if (expanded > limits.maxBodyBytes) {
        throw new FieldworkError('body_too_large', `the body exceeds ${limits.maxBodyBytes} bytes`)
      }
      const free = decompressor === null || expanded <= EXPANSION_FREE
      if (!free && expanded > received * limits.maxExpansion) {
        throw new FieldworkError('body_too_large', `the body expands more than ${limits.maxExpansion} times`)
      }
      yield chunk
    }
  } catch (error) {
    if (error instanceof FieldworkError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const detail = `the body broke off or does not match its encoding: ${reason}`
    throw new FieldworkError('body_undecodable', detail, { cause: error })
  }
}

async function* decompress(source: AsyncIterable<Buffer>, stream: Transform): AsyncGenerator<Buffer> {
  async function* heldOpen() {
    yield* source
    // A body that is cut off fails when it is ended, and a stream that fails drops what was not read of it yet.
    while (stream.writableLength > 0 || stream.readableLength > 0) await sleep(1)
  }
  pipeline(heldOpen, stream, () => {}) // the error reaches the reader of `stream`
  yield* stream
}
