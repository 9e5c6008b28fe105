import { createClient } from '@fieldwork/client'
import { type Run, releaseCall, reserveCall, settleCall } from '@fieldwork/store'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clear, json, nameRun } from './histories.ts'
import { problemOf, startService, type TestService } from './service.ts'

let service: TestService
let local: Run
beforeAll(async () => {
  service = await startService()
  local = await nameRun(service)
})
afterAll(() => service.stop())
beforeEach(() => clear(service, local))

const client = () => createClient({ url: service.url, key: service.keys.all })

const usage = {
  inputTokens: 1,
  outputTokens: 2,
  cacheReadTokens: 3,
  cacheWrite5mTokens: 4,
  cacheWrite1hTokens: 5,
}

/** A call of a run that ends as it is told. */
async function call(runId: number, end: 'reserved' | 'settled' | 'failed', costUsd: number): Promise<void> {
  const { database } = service
  const made = {
    projectId: local.projectId,
    runId,
    revisionId: 1,
    step: 'all',
    attempt: 1,
    model: 'm',
    estimateUsd: 1,
  }
  const id = await reserveCall(database, made, AbortSignal.timeout(5_000))
  if (end === 'failed') await releaseCall(database, id, 'status 529')
  if (end === 'settled')
    await settleCall(database, id, {
      requestId: 'r',
      usage,
      costUsd,
      model: 'm',
      promptHash: 'h',
      answer: {},
    })
}

describe('spending', () => {
  it('is told by month and by run, with the tokens of each kind, and each run says the same of itself', async () => {
    const { run } = await client().startRun({ annotator: 'anthropic', limitUsd: 20 })
    for (const costUsd of [0.25, 0.5]) await call(run.id, 'settled', costUsd)
    await call(run.id, 'reserved', 0)
    await call(local.id, 'failed', 0)
    const spending = await client().spending()
    expect(spending).toMatchObject({
      monthlyLimitUsd: null,
      months: [{ settledUsd: 0.75, reservedUsd: 1 }],
      runs: [
        {
          id: run.id,
          annotator: 'anthropic',
          settledUsd: 0.75,
          reservedUsd: 1,
          limitUsd: 20,
          calls: { reserved: 1, settled: 2, failed: 0, lost: 0 },
          tokens: {
            inputTokens: 2,
            outputTokens: 4,
            cacheReadTokens: 6,
            cacheWrite5mTokens: 8,
            cacheWrite1hTokens: 10,
          },
        },
        { id: local.id, settledUsd: 0, calls: { failed: 1, settled: 0 } },
      ],
    })
    for (const told of spending.runs) expect(await client().run(told.id)).toMatchObject(told)
  })

  it('of a month is limited, which stops a call that could cost more', async () => {
    expect((await client().limitMonth(0.5)).monthlyLimitUsd).toBe(0.5)
    await expect(call(local.id, 'reserved', 0)).rejects.toMatchObject({ code: 'spend_limit_reached' })
    expect((await client().limitMonth(0)).monthlyLimitUsd).toBe(0)
    expect((await client().limitMonth(null)).monthlyLimitUsd).toBeNull()
    await call(local.id, 'reserved', 0)
  })

  it('of a project is its own', async () => {
    await call(local.id, 'settled', 0.5)
    const other = createClient({ url: service.url, key: service.keys.other })
    expect(await other.spending()).toMatchObject({ months: [{ settledUsd: 0 }], runs: [] })
    await other.limitMonth(3)
    expect((await client().spending()).monthlyLimitUsd).toBeNull()
  })

  it.each([
    {},
    { monthlyLimitUsd: -1 },
    { monthlyLimitUsd: 'much' },
    { monthlyLimitUsd: 1e9 },
    { monthlyLimitUsd: 1, x: 1 },
  ])('is not limited by %j', async (body) => {
    expect(problemOf(await service.ask('/v1/spending', json('PUT', body))).code).toBe('request_invalid')
  })
})
