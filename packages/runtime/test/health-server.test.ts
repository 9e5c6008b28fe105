import { setTimeout as sleep } from 'node:timers/promises'
import { FieldworkError } from '@fieldwork/errors'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createHealth,
  createMetrics,
  type HealthServer,
  healthRoutes,
  type ProbeReport,
  startHealthServer,
} from '../src/index.ts'

const well: ProbeReport = { ok: true, checks: {} }
const stuck: ProbeReport = {
  ok: false,
  checks: { consuming: { ok: false, detail: '5 wait' }, eventLoop: { ok: true, detail: 'fine' } },
}

describe('the health server', () => {
  let server: HealthServer
  let alive = well
  let database: () => Promise<void> = async () => undefined
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)

  beforeAll(async () => {
    server = await startHealthServer({
      port: 0,
      host: '127.0.0.1',
      liveness: async () => alive,
      readiness: createHealth({
        checks: { database: () => database(), always: async () => undefined },
        limitMs: 200,
      }),
      metrics: createMetrics('worker'),
    })
  })
  afterAll(() => server.close())

  it('answers 200 while the process is well', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await get(path)
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ status: 'ok' })])
    }
  })

  it('answers 503 with a problem that says why it is not alive', async () => {
    alive = stuck
    const answer = await get('/health/live')
    alive = well
    expect(answer.status).toBe(503)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({
      status: 503,
      code: 'unhealthy',
      detail: 'consuming: 5 wait',
      instance: '/health/live',
      checks: stuck.checks,
    })
  })

  it('answers 503 with the check that failed or took too long, and its code', async () => {
    database = () => Promise.reject(new FieldworkError('store_unavailable', 'connection refused'))
    expect(await (await get('/health/ready')).json()).toMatchObject({
      detail: 'database: connection refused',
      checks: { database: { ok: false, code: 'store_unavailable' }, always: { ok: true } },
    })
    database = () => sleep(60_000)
    const began = performance.now()
    const answer = await get('/health/ready')
    expect([answer.status, performance.now() - began < 2_000]).toEqual([503, true])
    database = async () => undefined
    expect((await get('/health/ready')).status).toBe(200)
  })

  it('answers metrics labelled with the service', async () => {
    const text = await (await get('/metrics')).text()
    expect(text).toMatch(/process_cpu_user_seconds_total\{service="worker"\}/)
    expect(text).toMatch(/nodejs_eventloop_lag_seconds/)
  })

  it('answers a problem for any other path', async () => {
    const answer = await get('/nothing')
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'route_unknown' }),
    ])
  })

  it('has routes that any server can mount', async () => {
    const api = fastify()
    await api.register(healthRoutes, {
      liveness: async () => well,
      readiness: async () => stuck,
      metrics: createMetrics('api'),
    })
    expect((await api.inject('/health/live')).statusCode).toBe(200)
    expect((await api.inject('/health/ready')).statusCode).toBe(503)
    await api.close()
  })
})
