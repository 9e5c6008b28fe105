import { once } from 'node:events'
import { finished } from 'node:stream/promises'
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

function tuple(fields: readonly BinaryField[]): Buffer {
  const parts: Buffer[] = []
  const count = Buffer.allocUnsafe(2)
  count.writeInt16BE(fields.length)
  parts.push(count)
  for (const field of fields) {
    const length = Buffer.allocUnsafe(4)
    length.writeInt32BE(field === null ? -1 : field.length)
    parts.push(length)
    if (field !== null) parts.push(field)
  }
  return Buffer.concat(parts)
}

/**
 * Copies rows into a table. `target` is the table with its columns, as SQL, and is never taken from input. Throws
 * what Postgres answers, and leaves the connection usable.
 */
export async function copyRows(
  client: ClientBase,
  target: string,
  rows: Iterable<readonly BinaryField[]>,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${target} from stdin with (format binary)`))
  const done = finished(stream)
  done.catch(() => {}) // awaited below; a write may fail first
  stream.write(SIGNATURE)
  for (const row of rows) {
    if (!stream.write(tuple(row))) await Promise.race([once(stream, 'drain'), done])
  }
  stream.end(TRAILER)
  await done
}
