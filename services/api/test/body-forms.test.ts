import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshLine, ndjson, session, sessionLine, transcript } from './lines.ts'
import { startService, type TestService } from './service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

const BYTE_ORDER_MARK = '\uFEFF'
const json = { 'content-type': 'application/json' }

describe('the lines of a body', () => {
  it('are counted as an editor counts them, blank ones too', async () => {
    const { id, counts } = await service.accept(`\n\n${freshLine()}\n\n{\n${freshLine()}\n\n\n[]\n\n`)
    expect(counts).toMatchObject({ posted: 4, accepted: 2, rejected: 2 })
    expect(await service.rejected(id)).toEqual({ 5: 'line_not_json', 9: 'line_invalid' })
  })

  it('may end in CRLF, and the last one in nothing', async () => {
    const { id, counts } = await service.accept(`${freshLine()}\r\n\r\n{\r\n${freshLine()}`)
    expect(counts).toMatchObject({ posted: 3, accepted: 2, rejected: 1 })
    expect(await service.rejected(id)).toEqual({ 3: 'line_not_json' })
  })

  it('end with LF only: a line separator of Unicode stands within a text', async () => {
    const text = 'one\u2028two\u2029three\u0085four'
    const events = [{ type: 'prompt', at: null, text }]
    const { counts } = await service.accept(ndjson(sessionLine('separators', { events })))
    expect(counts).toMatchObject({ posted: 1, accepted: 1 })
  })

  it('may begin with a byte-order mark', async () => {
    expect((await service.accept(BYTE_ORDER_MARK + ndjson(freshLine(), freshLine()))).counts.accepted).toBe(2)
    expect((await service.accept(`${BYTE_ORDER_MARK}[${freshLine()}]`, json)).counts.accepted).toBe(1)
  })

  it.each(['', '\n', '\r\n\r\n\n'])('may be none at all: %j', async (body) => {
    const batch = await service.accept(body)
    expect(batch).toMatchObject({
      state: 'accepted',
      counts: { posted: 0 },
      complete: true,
      materialised: true,
    })
  })

  it('hold raw transcripts as well as canonical sessions, which are the same where they say the same', async () => {
    const lines = [
      JSON.stringify({ transcript: transcript('raw'), source: 'claude-code' }),
      JSON.stringify({ transcript: `${BYTE_ORDER_MARK}${transcript('raw').replaceAll('\n', '\r\n')}` }),
      freshLine(),
    ]
    const { counts } = await service.accept(ndjson(...lines))
    expect(counts).toMatchObject({ accepted: 2, duplicate: 1 })
  })
})

describe('a body', () => {
  it.each([
    ['gzip', (text: string) => gzipSync(text)],
    ['GZIP', (text: string) => gzipSync(text)],
    ['x-gzip', (text: string) => gzipSync(text)],
    ['zstd', (text: string) => zstdCompressSync(text)],
    ['identity', (text: string) => Buffer.from(text)],
    ['gzip', (text: string) => Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))])],
  ])('may be compressed: %s', async (encoding, compress) => {
    const { counts } = await service.accept(new Uint8Array(compress(ndjson(freshLine(), '{', freshLine()))), {
      'content-encoding': encoding,
    })
    expect(counts).toMatchObject({ posted: 3, accepted: 2, rejected: 1 })
  })

  it('may be a JSON list of lines, whose numbers are their places, or one line', async () => {
    const { id, counts } = await service.accept(`[\n\n ${freshLine()},\n  7,  ${freshLine()}]`, json)
    expect(counts).toMatchObject({ posted: 3, accepted: 2, rejected: 1 })
    expect(await service.rejected(id)).toEqual({ 2: 'line_invalid' })
    const indented = JSON.stringify({ session: session('indented') }, null, 2)
    const one = await service.accept(indented, { 'content-type': 'Application/JSON; charset=utf-8' })
    expect(one.counts).toMatchObject({ posted: 1, accepted: 1 })
    expect((await service.accept('[]', json)).counts.posted).toBe(0)
  })

  it('may be none, without length and type', async () => {
    const answer = await service.ask('/v1/batches', { method: 'POST' })
    expect(answer).toMatchObject({ status: 202, body: { counts: { posted: 0 } } })
  })

  it('is committed when it is answered, with the place of its batch', async () => {
    const { status, headers, body } = await service.post(ndjson(freshLine()))
    expect(status).toBe(202)
    const location = headers.get('location') ?? ''
    expect(location).toMatch(/^\/v1\/batches\/[0-9a-f-]{36}$/)
    expect((await service.ask(location)).body).toEqual(body)
    const rows = await service.database.pool.query(
      `select count(*) as lines from batch_lines where batch_id = $1 and outcome = 'accepted'`,
      [location.split('/').at(-1)],
    )
    expect(rows.rows).toEqual([{ lines: 1 }])
    expect(service.announced.length).toBeGreaterThan(0)
  })
})
