import type { ReadLine } from '@fieldwork/store'
import type { BodyLine } from './split-lines.ts'

/** A line with its number in the batch. */
export type NumberedLine = { readonly number: number; readonly line: BodyLine }

/** Values that hold views of one buffer, so that all their bytes move to another thread in one go. */
export type Movable<T> = { readonly value: readonly T[]; readonly buffer: ArrayBuffer }

/**
 * Lines on their way into a thread. Their bytes are views of what the connection gave, and a view that is sent takes
 * all that it is a view of along: they are copied together first.
 */
export function movableLines(lines: readonly NumberedLine[]): Movable<NumberedLine> {
  const take = memory(lines.reduce((total, { line }) => total + ('bytes' in line ? line.bytes.length : 0), 0))
  const value = lines.map(({ number, line }) => ({
    number,
    line: 'bytes' in line ? { bytes: take.copy(line.bytes) } : line,
  }))
  return { value, buffer: take.buffer }
}

/** Read lines on their way back. */
export function movableReadLines(lines: readonly ReadLine[]): Movable<ReadLine> {
  const take = memory(lines.reduce((total, line) => total + bytesOf(line), 0))
  const value = lines.map((line) => withBytes(line, take.copy))
  return { value, buffer: take.buffer }
}

/** What came out of another thread: buffers arrive as plain arrays of bytes. */
export const arrived = (line: ReadLine): ReadLine => withBytes(line, asBuffer)

export const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

const bytesOf = (line: ReadLine) =>
  line.kind === 'session' ? line.canonical.length + line.contentHash.length + line.person.length : 0

const withBytes = (line: ReadLine, change: (bytes: Buffer) => Buffer): ReadLine =>
  line.kind === 'rejected'
    ? line
    : {
        ...line,
        canonical: change(line.canonical),
        contentHash: change(line.contentHash),
        person: change(line.person),
      }

/** New memory, filled one copy after another. */
function memory(bytes: number) {
  const buffer = new ArrayBuffer(bytes)
  let end = 0
  return {
    buffer,
    copy(source: Uint8Array): Buffer {
      const view = Buffer.from(buffer, end, source.length)
      view.set(source)
      end += source.length
      return view
    },
  }
}
