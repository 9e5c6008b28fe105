import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshLine, ndjson } from './lines.ts'
import { problemOf, startService, type TestService } from './service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

const NOWHERE = '0198f5a2-3c1e-7d4b-9a6f-2b8c4d5e6f70'
const json = { 'content-type': 'application/json' }

/** Every route of the API and the scope that it asks for. */
const routes: readonly (readonly [method: string, path: string, scope: 'ingest' | 'read' | 'admin'])[] = [
  ['POST', '/v1/batches', 'ingest'],
  ['GET', `/v1/batches/${NOWHERE}`, 'read'],
  ['GET', `/v1/batches/${NOWHERE}/rejections`, 'read'],
  ['GET', `/v1/batches/${NOWHERE}/events`, 'read'],
  ['GET', '/v1/cohorts', 'read'],
  ['GET', '/v1/aggregates?cohort=x', 'read'],
  ['POST', '/v1/runs/1/agreement', 'read'],
  ['GET', '/v1/runs/1/agreement?with=2', 'read'],
  ['GET', '/v1/runs/1/validity', 'read'],
  ['GET', '/v1/runs', 'read'],
  ['GET', '/v1/runs/estimate', 'read'],
  ['POST', '/v1/runs', 'admin'],
  ['GET', '/v1/runs/1', 'read'],
  ['PATCH', '/v1/runs/1', 'admin'],
  ['POST', '/v1/runs/1/choose', 'admin'],
  ['POST', '/v1/runs/1/stop', 'admin'],
  ['POST', '/v1/runs/1/resume', 'admin'],
  ['POST', '/v1/runs/1/cancel', 'admin'],
  ['GET', '/v1/spending', 'read'],
  ['PUT', '/v1/spending', 'admin'],
  ['GET', '/v1/dead-letters', 'admin'],
  ['GET', '/v1/dead-letters/x', 'admin'],
  ['POST', '/v1/dead-letters/redrive', 'admin'],
  ['POST', '/v1/dead-letters/x/redrive', 'admin'],
  ['GET', '/v1/keys', 'admin'],
  ['POST', '/v1/keys', 'admin'],
  ['DELETE', '/v1/keys/x', 'admin'],
]

const withKey = (key: string) => ({ authorization: `Bearer ${key}` })

describe('a route', () => {
  it.each(routes)('%s %s is open to its scope alone', async (method, path, scope) => {
    for (const held of ['ingest', 'read', 'admin'] as const) {
      const answer = await service.ask(path, { method, headers: withKey(service.keys[held]) })
      if (held === scope) expect([401, 403]).not.toContain(answer.status)
      else
        expect(problemOf(answer)).toMatchObject({
          code: 'scope_missing',
          detail: expect.stringContaining(scope),
        })
    }
  })

  it.each(routes)('%s %s asks for the key before anything else', async (method, path) => {
    const body = method === 'POST' ? '{"malformed' : undefined
    for (const authorization of ['', 'Bearer', 'Basic abc', 'Bearer two words']) {
      const answer = await service.ask(path, { method, body, headers: { ...json, authorization } })
      expect(problemOf(answer)).toMatchObject({ status: 401, code: 'key_missing' })
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    const answer = await service.ask(path, { method, body, headers: { ...json, ...withKey('no-such-key') } })
    expect(problemOf(answer)).toMatchObject({ status: 401, code: 'key_invalid' })
  })

  it('that is in the OpenAPI document is in these tests, and needs a key', async () => {
    const { body } = await service.ask('/docs/json')
    const described = Object.entries(Object(body).paths).flatMap(([path, methods]) =>
      Object.entries(Object(methods)).map(([method, operation]) => ({
        path,
        method,
        security: Object(operation).security,
      })),
    )
    const known = routes.map(([method, path]) => [
      method.toLowerCase(),
      path
        .replace(NOWHERE, '{id}')
        .replace(/\?.*/, '')
        .replace('/keys/x', '/keys/{name}')
        .replace(/\/runs\/1\b/, '/runs/{id}')
        .replace('/x', '/{id}'),
    ])
    const keyed = described.filter(({ path }) => path.startsWith('/v1/'))
    expect(keyed.map(({ method, path }) => [method, path]).toSorted()).toEqual(known.toSorted())
    for (const { security } of keyed) expect(security).toEqual([{ key: [] }])
  })
})

describe('a project', () => {
  it('sees nothing of another', async () => {
    const { id } = await service.accept(ndjson(freshLine(), '{'))
    const headers = withKey(service.keys.other)
    for (const path of ['', '/rejections', '/events']) {
      const answer = await service.ask(`/v1/batches/${id}${path}`, { headers })
      expect(problemOf(answer).code).toBe('batch_unknown')
    }
    const list = await service.ask('/v1/keys', { headers })
    expect(list.body).toMatchObject({ keys: [{ name: 'all' }] })
    const revoked = await service.ask('/v1/keys/read', { method: 'DELETE', headers })
    expect(problemOf(revoked).code).toBe('key_unknown')
  })

  it('holds sessions of its own, though another has posted the same ones', async () => {
    const body = ndjson(freshLine())
    expect((await service.accept(body)).counts.accepted).toBe(1)
    expect((await service.accept(body, withKey(service.keys.other))).counts.accepted).toBe(1)
    expect((await service.accept(body)).counts.duplicate).toBe(1)
  })
})

describe('an API key', () => {
  const make = (body: unknown) =>
    service.ask('/v1/keys', { method: 'POST', headers: json, body: JSON.stringify(body) })

  it('is told once, does what its scopes allow, is listed without itself, and ends when it is revoked', async () => {
    const made = await make({ name: 'ci', scopes: ['read'] })
    expect(made).toMatchObject({ status: 201, body: { name: 'ci', scopes: ['read'] } })
    const key: string = Object(made.body).key
    expect(key).toMatch(/^fw_[\w-]{43}$/)
    const asked = () => service.ask('/v1/cohorts', { headers: withKey(key) })
    expect((await asked()).status).toBe(200)

    const list = await service.ask('/v1/keys')
    expect(list.body).toMatchObject({
      keys: expect.arrayContaining([expect.objectContaining({ name: 'ci' })]),
    })
    expect(Object(list.body).keys[0]).toEqual({
      name: expect.any(String),
      scopes: expect.any(Array),
      createdAt: expect.any(String),
    })
    expect(JSON.stringify(list.body)).not.toContain(key)

    const revoke = () => service.ask('/v1/keys/ci', { method: 'DELETE' })
    expect((await revoke()).status).toBe(204)
    expect(problemOf(await asked()).code).toBe('key_invalid')
    expect(problemOf(await revoke()).code).toBe('key_unknown')
    expect(JSON.stringify((await service.ask('/v1/keys')).body)).not.toContain('"ci"')
    expect(service.logged()).not.toContain(key)
  })

  it('is not kept: its hash is, and that alone', async () => {
    const made = await make({ name: 'hashed', scopes: ['read'] })
    const found = await service.database.pool.query(`select api_keys::text as row from api_keys`)
    expect(JSON.stringify(found.rows)).not.toContain(Object(made.body).key)
  })

  it.each([
    { name: 'a', scopes: [] },
    { name: 'a', scopes: ['root'] },
    { name: 'a', scopes: ['read', 'read'] },
    { name: '', scopes: ['read'] },
    { name: 'a b', scopes: ['read'] },
    { name: 'a', scopes: ['read'], expires: 'never' },
    { scopes: ['read'] },
    [],
    null,
  ])('is not made of %j', async (body) => {
    expect(problemOf(await make(body)).code).toBe('request_invalid')
  })
})
