import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { problemDetails } from '@fieldwork/errors'
import { createHealth } from '@fieldwork/runtime'
import { openDatabase } from '@fieldwork/store'
import { eventually, freePort } from '@fieldwork/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ndjson, sessionLine } from './lines.ts'
import { problemOf, startService, type TestService } from './service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService({
    readiness: createHealth({ checks: { queue: async () => Promise.reject(new Error('it is away')) } }),
  })
})
afterAll(() => service.stop())

const json = { 'content-type': 'application/json' }
const postKey =
  (body: string, headers: Readonly<Record<string, string>> = json) =>
  () =>
    service.ask('/v1/keys', { method: 'POST', body, headers })
const get = (path: string) => () => service.ask(path)

describe('a request that cannot be answered', () => {
  it.each([
    ['GET /nowhere', get('/nowhere?key=x'), 404, 'route_unknown'],
    ['GET /docs/static/nowhere', get('/docs/static/nowhere'), 404, 'route_unknown'],
    ['PUT /v1/cohorts', () => service.ask('/v1/cohorts', { method: 'PUT' }), 404, 'route_unknown'],
    ['an escape that is none', get('/v1/batches/%zz'), 400, 'request_invalid'],
    ['an id that is none', get('/v1/batches/17'), 400, 'request_invalid'],
    ['an id of 200 characters', get(`/v1/batches/${'1'.repeat(200)}`), 400, 'request_invalid'],
    ['no cohort', get('/v1/aggregates'), 400, 'request_invalid'],
    ['two cohorts', get('/v1/aggregates?cohort=a&cohort=b'), 400, 'request_invalid'],
    ['an unknown cohort', get('/v1/aggregates?cohort=moon-phase'), 404, 'cohort_unknown'],
    ['a project without a run', get('/v1/aggregates?cohort=overall'), 404, 'run_missing'],
    ['malformed JSON', postKey('{"name": "a", '), 400, 'request_invalid'],
    ['no JSON', postKey(''), 400, 'request_invalid'],
    ['a prototype', postKey('{"__proto__": {}, "name": "a", "scopes": ["read"]}'), 400, 'request_invalid'],
    ['a body of 2 MB', postKey(`"${'x'.repeat(2_000_000)}"`), 413, 'body_too_large'],
    ['text', postKey('text', { 'content-type': 'text/plain' }), 415, 'media_type_unsupported'],
    [
      'a form',
      () => service.post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'media_type_unsupported',
    ],
    [
      'no content type',
      () => service.post(new Uint8Array(1), { 'content-type': '' }),
      415,
      'media_type_unsupported',
    ],
    ['a service that is not ready', get('/health/ready'), 503, 'unhealthy'],
  ] as const)('gets a problem of the catalogue: %s', async (_what, ask, status, code) => {
    const problem = problemOf(await ask())
    expect(problem).toMatchObject({ status, code })
    expect(problem).toMatchObject({ ...problemDetails(code, problem.detail), instance: expect.any(String) })
  })

  it.each([
    ['no HTTP', 'HELLO\r\n\r\n', 'HPE_INVALID_METHOD'],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW'],
  ])('gets one where it is %s at all', async (_what, request, reason) => {
    const { port, hostname } = new URL(service.url)
    const socket = connect(Number(port), hostname, () => socket.write(request)).setEncoding('utf8')
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1.1 400 .*content-type: application\/problem\+json/is)
    expect(JSON.parse(body)).toMatchObject({
      code: 'request_invalid',
      detail: expect.stringContaining(reason),
    })
  })
})

describe('where Postgres is away', () => {
  it('every request is told when to come again, and the log has the reason without the key’s hash', async () => {
    const database = openDatabase(`postgres://nobody:hidden@127.0.0.1:${await freePort()}/none`)
    const away = await startService({ database })
    const answers = await Promise.all([away.ask('/v1/cohorts'), away.post(ndjson(sessionLine('never')))])
    for (const answer of answers) {
      expect(problemOf(answer)).toMatchObject({ status: 503, code: 'store_unavailable' })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect((await away.ask('/health/live')).status).toBe(200)
    expect(away.logged()).toContain('ECONNREFUSED')
    expect(away.logged()).not.toMatch(/params|api_keys|hidden/)
    await database.close()
    await away.stop()
  })

  it('an upload that loses its connection can be repeated, and goes on', async () => {
    const headers = { 'idempotency-key': 'lost' }
    async function* body() {
      yield Buffer.from(ndjson(sessionLine('lost 1')))
      await eventually('the upload has begun', async () => {
        const found = await service.database.pool.query(
          `select 1 from batches where idempotency_key = 'lost'`,
        )
        return found.rowCount === 1
      })
      await service.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      )
      yield Buffer.from(ndjson(sessionLine('lost 2')))
    }
    const answer = await service.post(body(), headers)
    expect(problemOf(answer)).toMatchObject({ status: 503, code: 'store_unavailable' })
    const lines = ndjson(sessionLine('lost 1'), sessionLine('lost 2'))
    expect(await service.accept(lines, headers)).toMatchObject({ state: 'accepted', counts: { accepted: 2 } })
  })
})

describe('an error that nobody foresaw', () => {
  it('is told without what it says, and can be found in the log', async () => {
    const readers = {
      read: async () => Promise.reject(new TypeError('it is undefined')),
      close: async () => {},
    }
    const failing = await startService({ readers })
    const answer = await failing.post(ndjson(sessionLine('unforeseen')))
    const problem = problemOf(answer)
    expect(problem).toMatchObject({ status: 500, code: 'internal' })
    const id = problem.detail.match(/[0-9a-f-]{36}$/)?.[0] ?? 'none'
    expect(failing.logged()).toContain(id)
    expect(failing.logged()).toContain('TypeError')
    await failing.stop()
  })
})
