import { randomUUID } from 'node:crypto'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshLine, ndjson } from './lines.ts'
import { problemOf, startService, type TestService } from './service.ts'
import { beginUpload } from './upload.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

const key = () => ({ 'idempotency-key': randomUUID() })
const begin = (headers: ReturnType<typeof key>, body: string, at = service) =>
  beginUpload(at, headers['idempotency-key'], body)
const batches = async () =>
  (await service.database.pool.query<{ batches: number }>('select count(*) as batches from batches')).rows[0]
    ?.batches

describe('an idempotency key', () => {
  it('with the same body gives the same batch, and takes nothing twice', async () => {
    const headers = key()
    const body = ndjson(freshLine(), '{', freshLine())
    const first = await service.accept(body, headers)
    const before = await batches()
    const second = await service.accept(body, headers)
    expect(second).toEqual(first)
    expect(await batches()).toBe(before)
    expect(await service.accept(ndjson(), key())).toMatchObject({ counts: { posted: 0 } })
  })

  it('without the same body is refused, and changes nothing', async () => {
    const headers = key()
    const [one, two, three] = [freshLine(), freshLine(), freshLine()]
    const { id, counts } = await service.accept(ndjson(one, two), headers)
    for (const other of [ndjson(one), ndjson(one, three), ndjson(one, two, three), ndjson(two, one), ''])
      expect(problemOf(await service.post(other, headers)).code).toBe('idempotency_key_reused')
    expect(await service.batch(id)).toMatchObject({ state: 'accepted', counts })
  })

  it('is a project’s own', async () => {
    const headers = key()
    const body = ndjson(freshLine())
    const mine = await service.accept(body, headers)
    const other = { ...headers, authorization: `Bearer ${service.keys.other}` }
    const theirs = await service.accept(ndjson(freshLine()), other)
    expect(theirs.id).not.toBe(mine.id)
  })

  it('that is being uploaded is refused until that upload has ended', async () => {
    const headers = key()
    const [one, two] = [freshLine(), freshLine()]
    const upload = await begin(headers, ndjson(one))
    expect(problemOf(await service.post(ndjson(one, two), headers)).code).toBe('idempotency_key_in_use')
    upload.request.end(ndjson(two))
    expect((await upload.answered).resume().statusCode).toBe(202)
    expect((await service.accept(ndjson(one, two), headers)).counts).toMatchObject({ posted: 2, accepted: 2 })
  })

  it('of an upload that broke off goes on after the last line that was committed', async () => {
    const headers = key()
    const lines = [freshLine(), '{', freshLine(), freshLine()]
    const upload = await begin(headers, `${ndjson(...lines.slice(0, 3))}${lines[3]?.slice(0, 40)}`)
    upload.request.destroy()
    await upload.aborted()
    expect(await upload.row()).toMatchObject({ posted: 3, accepted: 2 })
    const batch = await service.accept(ndjson(...lines), headers)
    expect(batch).toMatchObject({
      state: 'accepted',
      counts: { posted: 4, accepted: 3, rejected: 1, duplicate: 0 },
    })
    expect(await service.rejected(batch.id)).toEqual({ 2: 'line_not_json' })
  })

  it('of an upload that broke off is refused for another body', async () => {
    const headers = key()
    const [one, two, three] = [freshLine(), freshLine(), freshLine()]
    const upload = await begin(headers, ndjson(one, two))
    upload.request.destroy()
    await upload.aborted()
    expect(await upload.row()).toMatchObject({ posted: 2 })
    expect(problemOf(await service.post(ndjson(one, three, two), headers)).code).toBe(
      'idempotency_key_reused',
    )
    expect(problemOf(await service.post(ndjson(one), headers)).code).toBe('idempotency_key_reused')
    expect((await service.accept(ndjson(one, two, three), headers)).counts).toMatchObject({ accepted: 3 })
  })

  it.each(['', 'x'.repeat(201)])('is of 1 to 200 characters (%#)', async (value) => {
    const answer = await service.post(ndjson(freshLine()), { 'idempotency-key': value })
    expect(problemOf(answer).code).toBe('request_invalid')
  })
})

describe('a service that is stopped', () => {
  it('commits what it has received and tells its clients to come again', async () => {
    const stopped = await startService()
    const upload = await begin(key(), ndjson(freshLine(), freshLine()), stopped)
    await stopped.close()
    const response = await upload.answered
    expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': expect.any(String) } })
    expect(await json(response)).toMatchObject({ code: 'service_stopping' })
    expect(await upload.row()).toMatchObject({ state: 'aborted', posted: 2 })
    await stopped.stop()
  })
})

describe('a session', () => {
  it('posted in two uploads at once is accepted in one and a duplicate in the other', async () => {
    const lines = Array.from({ length: 50 }, freshLine)
    const both = await Promise.all([
      service.accept(ndjson(...lines)),
      service.accept(ndjson(...lines.toReversed())),
    ])
    const total = (name: 'accepted' | 'duplicate') => both.reduce((sum, { counts }) => sum + counts[name], 0)
    expect([total('accepted'), total('duplicate')]).toEqual([50, 50])
  })
})
