import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

// The binary format of COPY: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
// In text format every byte of a transcript would be sent as two hexadecimal digits.
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = Buffer.from([0xff, 0xff])

/** A field in the binary representation of its column's type; null is SQL null. */
export type BinaryField = Buffer | null

export function int8(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(8)
  buffer.writeBigInt64BE(BigInt(value))
  return buffer
}

/** jsonb: a version byte, then the text. */
export function jsonb(json: string): Buffer {
  return Buffer.concat([Buffer.of(1), Buffer.from(json)])
}

const POSTGRES_EPOCH = Date.UTC(2000, 0, 1)

/** timestamptz: microseconds since 2000-01-01 UTC. */
export function timestamptz(date: Date): Buffer {
  const buffer = Buffer.allocUnsafe(8)
  buffer.writeBigInt64BE(BigInt(date.getTime() - POSTGRES_EPOCH) * 1000n)
  return buffer
}

/** A tuple: the number of its fields, then each field behind its length. */
function tuple(fields: readonly BinaryField[]): Buffer[] {
  const lengths = Buffer.allocUnsafe(2 + 4 * fields.length)
  lengths.writeInt16BE(fields.length)
  const parts: Buffer[] = []
  let start = 0
  fields.forEach((field, index) => {
    const end = 2 + 4 * (index + 1)
    lengths.writeInt32BE(field?.length ?? -1, end - 4)
    parts.push(lengths.subarray(start, end))
    if (field !== null) parts.push(field)
    start = end
  })
  return parts
}

/** Sent at once: a row by itself would cost a message and a write to the socket. */
const WRITE_BYTES = 128 * 1024

/** The rows in COPY's binary format, in pieces of about WRITE_BYTES. */
function* encode(rows: Iterable<readonly BinaryField[]>): Generator<Buffer> {
  let parts: Buffer[] = [SIGNATURE]
  let bytes = 0
  for (const row of rows) {
    for (const part of tuple(row)) {
      parts.push(part)
      bytes += part.length
    }
    if (bytes < WRITE_BYTES) continue
    yield Buffer.concat(parts)
    parts = []
    bytes = 0
  }
  yield Buffer.concat([...parts, TRAILER])
}

/**
 * Copies rows into a table. `target` is the table with its columns, as SQL, and is never taken from input. Throws
 * what Postgres answers, or what `rows` threw, and leaves the connection usable.
 */
export async function copyRows(
  client: ClientBase,
  target: string,
  rows: Iterable<readonly BinaryField[]>,
): Promise<void> {
  await pipeline(encode(rows), client.query(copyFrom(`copy ${target} from stdin with (format binary)`)))
}
