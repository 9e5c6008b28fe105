import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { finished, pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const LF = 0x0a
const CHUNK_BYTES = 1024 * 1024

/** The lines of a file as bytes, without their ends. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let begun: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    if (!Buffer.isBuffer(chunk)) throw new Error('a file is read as bytes')
    let start = 0
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      const line = chunk.subarray(start, end)
      yield begun.length === 0 ? line : Buffer.concat([begun, line])
      begun = Buffer.alloc(0)
      start = end + 1
    }
    begun = Buffer.concat([begun, chunk.subarray(start)])
  }
}

/** Parses every line: what reading JSON costs and nothing else. Gives their number. */
export async function parseBody(file: string): Promise<number> {
  let lines = 0
  for await (const line of linesOf(file)) {
    JSON.parse(line.toString())
    lines += 1
  }
  return lines
}

/**
 * Copies the file into a table of one column, a line a row, as plainly as SQL says it: text, which Postgres compresses
 * (pglz). CSV with a quote and a delimiter that no JSON holds takes a line as it is.
 */
export async function copyText(databaseUrl: string, file: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query('create table bare (line text not null)')
    const copy = copyFrom(`copy bare from stdin with (format csv, quote e'\\x01', delimiter e'\\x02')`)
    await pipeline(createReadStream(file, { highWaterMark: CHUNK_BYTES }), client.query(copy))
  })
}

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = Buffer.from([0xff, 0xff])

/** The same in the way that costs Postgres least: binary, neither checked nor compressed. */
export async function copyBytes(databaseUrl: string, file: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query('create table bare (line bytea not null)')
    await client.query('alter table bare alter line set storage external')
    const stream = client.query(copyFrom('copy bare from stdin with (format binary)'))
    stream.write(HEADER)
    for await (const line of linesOf(file)) {
      const row = Buffer.allocUnsafe(6)
      row.writeInt16BE(1, 0)
      row.writeInt32BE(line.length, 2)
      stream.write(row)
      if (!stream.write(line)) await once(stream, 'drain')
    }
    stream.end(TRAILER)
    await finished(stream)
  })
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
