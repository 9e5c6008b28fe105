import { createReadStream } from 'node:fs'
import { type Duplex, pipeline, Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { FieldworkError, isFieldworkError } from '@fieldwork/errors'
import { HEAD_CHARACTERS, openCodeSessions } from '@fieldwork/sessions'
import { blobStream } from '../git.ts'
import type { TranscriptFile } from './transcript-file.ts'

const CHUNK_BYTES = 64 * 1024

/** A transcript's bytes, decompressed. Reading them, as opening does, throws `transcript_unreadable`. */
export type OpenTranscript = AsyncDisposable & {
  /** The first 64 KiB, or all there is. */
  readonly head: Buffer
  /** All bytes, the head among them; read once. */
  readonly bytes: AsyncIterable<Uint8Array>
}

/**
 * Opens a transcript as a stream; decompressed where its content, not its name, is gzip or zstd. Holds no more of it than
 * its head and a chunk. Throws `transcript_unreadable` where it cannot be opened or is damaged.
 */
export async function openTranscript(file: TranscriptFile): Promise<OpenTranscript> {
  const raw = rawStream(file)
  const streams: Readable[] = [raw]
  const close = async () => {
    for (const stream of streams) stream.destroy()
  }
  try {
    const start = await peek(raw, 4)
    const decompressor = decompressorFor(start.head)
    if (decompressor === undefined) {
      const { head, all } = await peek(start.all, HEAD_CHARACTERS)
      return { head, bytes: withReasons(all), [Symbol.asyncDispose]: close }
    }
    // Errors reach whoever reads the decompressor; the callback has nothing to add.
    streams.push(pipeline(Readable.from(start.all, { objectMode: false }), decompressor, () => {}))
    const { head, all } = await peek(decompressor, HEAD_CHARACTERS)
    return { head, bytes: withReasons(all), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw unreadable(error)
  }
}

function rawStream(file: TranscriptFile): Readable {
  if (file.kind === 'stdin') return process.stdin
  if (file.kind === 'blobs') return blobStream(file.repository, file.blobs)
  if (file.kind === 'stored')
    return Readable.from(storedBytes(file.path, file.session), { objectMode: false })
  return createReadStream(file.path, { highWaterMark: CHUNK_BYTES })
}

async function* storedBytes(path: string, session: string): AsyncGenerator<Buffer> {
  for (const { chunks } of openCodeSessions(path, session)) {
    for await (const chunk of chunks()) yield Buffer.from(chunk)
  }
}

function decompressorFor(start: Buffer): Duplex | undefined {
  if (start[0] === 0x1f && start[1] === 0x8b) return createGunzip({ chunkSize: CHUNK_BYTES })
  const isZstd = start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528
  return isZstd ? createZstdDecompress({ chunkSize: CHUNK_BYTES }) : undefined
}

/** The first bytes, at least `length` where there are as many, and all bytes. */
async function peek(source: AsyncIterable<Uint8Array>, length: number) {
  const iterator = source[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  let held = 0
  while (held < length) {
    const next = await iterator.next()
    if (next.done === true) break
    parts.push(next.value)
    held += next.value.length
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* parts
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { head: Buffer.concat(parts).subarray(0, length), all: all() }
}

async function* withReasons(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } catch (error) {
    throw unreadable(error)
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'the file may not be read',
  EPERM: 'the file may not be read',
  ENOENT: 'the file is gone',
  EISDIR: 'it is a folder',
  Z_BUF_ERROR: 'the gzip data ends early',
  Z_DATA_ERROR: 'the gzip data is damaged',
}

function unreadable(error: unknown): FieldworkError {
  if (isFieldworkError(error)) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
  return new FieldworkError('transcript_unreadable', reasons[code] ?? code, { cause: error })
}
