import { type Duplex, pipeline, Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import type { ContentEncoding } from '@fieldwork/client'

/** Small lines go to the compressor together: each write to it costs a turn of the thread pool. */
const BLOCK_CHARACTERS = 65_536

const hasZstd = typeof zlib.createZstdCompress === 'function'

/** How `compressLines` compresses: zstd, or gzip where this Node has no zstd. */
export const encoding: ContentEncoding = hasZstd ? 'zstd' : 'gzip'

/**
 * Lines, each a JSON text, as newline-delimited JSON, compressed. Nothing is read before the stream is, and no faster; destroying the
 * stream ends the reading.
 */
export function compressLines(lines: AsyncIterable<string>): Readable {
  const compressor: Duplex = hasZstd
    ? zlib.createZstdCompress({ chunkSize: BLOCK_CHARACTERS })
    : zlib.createGzip({ chunkSize: BLOCK_CHARACTERS })
  // Errors reach whoever reads the compressor; the callback has nothing to add.
  return pipeline(Readable.from(blocks(lines), { objectMode: false }), compressor, () => {})
}

async function* blocks(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let block = ''
  for await (const line of lines) {
    block += `${line}\n`
    if (block.length < BLOCK_CHARACTERS) continue
    yield Buffer.from(block)
    block = ''
  }
  if (block !== '') yield Buffer.from(block)
}
