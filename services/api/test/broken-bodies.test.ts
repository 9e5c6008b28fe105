import { once } from 'node:events'
import { connect } from 'node:net'
import { json } from 'node:stream/consumers'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { eventually } from '@fieldwork/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshLine, ndjson } from './lines.ts'
import { problemOf, startService, type TestService } from './service.ts'
import { beginUpload } from './upload.ts'

const MIB = 1024 * 1024
let service: TestService
beforeAll(async () => {
  service = await startService({
    limits: { maxBodyBytes: 24 * MIB, maxExpansion: 100 },
    maxUploads: 1,
    idleMs: 300,
  })
})
afterAll(() => service.stop())

const bytes = (buffer: Buffer) => new Uint8Array(buffer)

/** The newest batch: one whose upload broke off is told to nobody. */
async function newest() {
  const found = await service.database.pool.query(
    'select id, state, posted, accepted, rejected from batches order by created_at desc limit 1',
  )
  return found.rows[0]
}

describe('a body that breaks its limits', () => {
  it('as a bomb, is refused as soon as it expands too much; the lines before are kept', async () => {
    const bomb = Buffer.concat([Buffer.from(ndjson(freshLine(), freshLine())), Buffer.alloc(20 * MIB)])
    for (const [encoding, body] of [
      ['gzip', gzipSync(bomb)],
      ['zstd', zstdCompressSync(bomb)],
    ] as const) {
      const problem = problemOf(await service.post(bytes(body), { 'content-encoding': encoding }))
      expect(problem).toMatchObject({ code: 'body_too_large', detail: expect.stringContaining('100 times') })
      expect(await newest()).toMatchObject({ state: 'aborted', posted: 2, rejected: 0 })
    }
  })

  it('in plain bytes, is refused though the client is still sending, and the client hears of it', async () => {
    let sent = 0
    async function* endless() {
      yield Buffer.from(ndjson(freshLine()))
      for (; sent < 200; sent += 1) yield Buffer.alloc(MIB, ' ')
    }
    const problem = problemOf(await service.post(endless()))
    expect(problem).toMatchObject({ code: 'body_too_large', detail: expect.stringContaining(`${24 * MIB}`) })
    expect(await newest()).toMatchObject({ state: 'aborted', posted: 1 })
  })

  it('as JSON longer than one line may be, is refused', async () => {
    const headers = { 'content-type': 'application/json' }
    const problem = problemOf(await service.post(`["${'x'.repeat(MIB)}"]`, headers))
    expect(problem.code).toBe('body_too_large')
  })
})

describe('a body that cannot be read', () => {
  it.each([
    ['gzip', (text: string) => gzipSync(text).subarray(0, -9)],
    ['zstd', (text: string) => zstdCompressSync(text).subarray(0, -4)],
  ])('because its %s is cut off, is refused; the lines that came through are kept', async (encoding, cut) => {
    const lines = [freshLine(), '{', freshLine()]
    const body = bytes(cut(ndjson(...lines)))
    const problem = problemOf(await service.post(body, { 'content-encoding': encoding }))
    expect(problem.code).toBe('body_undecodable')
    const batch = await newest()
    expect(batch).toMatchObject({ state: 'aborted' })
    if (encoding === 'gzip') expect(batch).toMatchObject({ posted: 3, accepted: 2, rejected: 1 })
  })

  it.each(['gzip', 'zstd'])('because it is no %s, is refused', async (encoding) => {
    const answer = await service.post(ndjson(freshLine()), { 'content-encoding': encoding })
    expect(problemOf(answer).code).toBe('body_undecodable')
    expect(await newest()).toMatchObject({ state: 'aborted', posted: 0 })
  })

  it.each(['br', 'deflate', 'gzip, zstd'])('because its encoding is %s, is refused', async (encoding) => {
    const answer = await service.post(ndjson(freshLine()), { 'content-encoding': encoding })
    expect(problemOf(answer).code).toBe('encoding_unsupported')
    expect(answer.headers.get('accept-encoding')).toBe('gzip, zstd')
  })

  it.each(['{"session": ', '', '"\xff', '['.repeat(90_000) + ']'.repeat(90_000)])(
    'because it is no JSON, is refused (%#)',
    async (text) => {
      const body = bytes(Buffer.from(text, 'latin1'))
      const answer = await service.post(body, { 'content-type': 'application/json' })
      expect(problemOf(answer).code).toBe('request_invalid')
    },
  )
})

describe('an upload', () => {
  it('beyond those that are taken at once is told when to come again', async () => {
    const upload = await beginUpload(service, 'first', ndjson(freshLine()))
    const answer = await service.post(ndjson(freshLine()))
    expect(problemOf(answer).code).toBe('overloaded')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    upload.request.destroy()
    await upload.aborted()
    await eventually('its slot is free', async () => (await service.post('')).status === 202)
  })

  it('whose client vanishes half-way frees its slot; the lines that came through are kept', async () => {
    const upload = await beginUpload(
      service,
      'vanishes',
      `${ndjson(freshLine(), '{')}${freshLine().slice(0, 50)}`,
    )
    upload.request.destroy()
    await upload.aborted()
    expect(await upload.row()).toMatchObject({ posted: 2, accepted: 1 })
    await eventually('its slot is free', async () => (await service.post('')).status === 202)
  })

  it('whose client falls silent is told so and loses its connection, and with it the slot', async () => {
    const upload = await beginUpload(service, 'silent', ndjson(freshLine()))
    const response = await upload.answered
    expect(response).toMatchObject({ statusCode: 408, headers: { connection: 'close' } })
    expect(await json(response)).toMatchObject({ code: 'body_stalled' })
    expect(await upload.row()).toMatchObject({ state: 'aborted', accepted: 1 })
    await service.accept(ndjson(freshLine()))
  })

  it.each([
    ['no-such-key', 'identity', 401],
    ['all', 'br', 415],
    ['all', 'gzip', 400],
  ])(
    'refused early (%s, %s) is read to its end: some clients send all before they read',
    async (key, encoding, status) => {
      const { port, hostname } = new URL(service.url)
      const socket = connect(Number(port), hostname)
      const received: string[] = []
      socket.setEncoding('latin1').on('data', (text) => received.push(String(text)))
      const send = async (part: string | Buffer) => {
        if (!socket.write(part)) await once(socket, 'drain')
      }
      const authorization = `Bearer ${key === 'all' ? service.keys.all : key}`
      await send(
        `POST /v1/batches HTTP/1.1\r\nhost: fieldwork\r\nauthorization: ${authorization}\r\ncontent-encoding: ${encoding}\r\n` +
          `content-type: application/x-ndjson\r\ncontent-length: ${16 * MIB}\r\n\r\n`,
      )
      for (let part = 0; part < 16; part += 1) await send(Buffer.alloc(MIB, 'x'))
      await eventually('the answer is there', () => received.length > 0)
      expect(received.join('')).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      socket.destroy()
    },
  )
})
