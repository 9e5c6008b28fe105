import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  answersOf,
  claimChunk,
  ensureRun,
  limitRun,
  loseAbandonedCalls,
  loseCall,
  type Run,
  releaseCall,
  reserveCall,
  writeAnnotations,
} from '../src/index.ts'
import { answer, newClaim } from './answers.ts'
import { reserve, settle } from './calls.ts'
import { postSessions } from './lines.ts'
import { definition, openStore, rows, type Store } from './store.ts'

let store: Store
let other: Run
beforeAll(async () => {
  store = await openStore()
  other = await ensureRun(store.database, store.project.id, definition('2'))
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.database.pool.query('delete from sessions; delete from model_calls; delete from spending')
  await limitRun(store.database, store.run.id, null)
  await store.database.pool.query('update projects set monthly_limit_usd = null')
})

type Sum = { scope: string; settled: number; reserved: number }
const sums = () =>
  rows<Sum>(
    store.database,
    `select regexp_replace(scope, '^month.*', 'month') as scope, settled_usd::float8 as settled,
       reserved_usd::float8 as reserved from spending order by 1`,
  )
/** The same sums from the calls themselves. */
const sumsOfCalls = () =>
  rows<Sum>(
    store.database,
    `select scope, sum(case when state <> 'reserved' then cost_usd else 0 end)::float8 as settled,
       sum(case when state = 'reserved' then estimate_usd else 0 end)::float8 as reserved
     from model_calls, lateral (values ('run:' || run_id), ('month')) as counts (scope) group by 1 order by 1`,
  )

async function revision(): Promise<{ id: number; chunk: string }> {
  const { chunks } = await postSessions(store, [{ externalId: 's' }])
  const [row] = await rows<{ id: number }>(store.database, 'select id from session_revisions')
  return { id: row?.id ?? 0, chunk: chunks[0] ?? '' }
}

type Befallen = {
  readonly what: string
  readonly which: number
  readonly usd: number
  readonly again: boolean
}

/** One event of the life of calls; gives the call it made. */
async function befall(calls: readonly string[], { what, which, usd, again }: Befallen): Promise<string[]> {
  const id = calls[which % calls.length] ?? ''
  if (what === 'reserve')
    return [await reserve(store, { estimateUsd: usd, runId: (again ? other : store.run).id })]
  if (what === 'settle') await settle(store, id, { costUsd: usd })
  else if (what === 'release') await releaseCall(store.database, id, 'status 529')
  else await loseCall(store.database, id, 'timeout')
  return []
}

const refusal = { code: 'spend_limit_reached' }

describe('the sums that limits are checked against', () => {
  it('are at all times those of the calls, whatever becomes of them and in whatever order', async () => {
    const step = fc.record({
      what: fc.constantFrom('reserve', 'reserve', 'settle', 'settle', 'release', 'lose'),
      which: fc.nat({ max: 5 }),
      usd: fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1e6),
      again: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        await store.database.pool.query('delete from model_calls; delete from spending')
        const calls = [await reserve(store)]
        for (const event of steps) calls.push(...(await befall(calls, event)))
        const held = await sums()
        expect(held).toEqual(await sumsOfCalls())
      }),
      { numRuns: 60 },
    )
  })
})

describe('a limit', () => {
  it('of a run is never passed by what is settled and under way, however many reserve at once', async () => {
    await limitRun(store.database, store.run.id, 1)
    const signal = AbortSignal.timeout(1_500)
    const call = {
      projectId: store.project.id,
      runId: store.run.id,
      revisionId: 1,
      step: 's',
      attempt: 1,
      model: 'm',
    }
    const reserved = await Promise.allSettled(
      Array.from({ length: 30 }, () => reserveCall(store.database, { ...call, estimateUsd: 0.15 }, signal)),
    )
    // The others wait for what is under way, and would go on were it settled for less.
    expect(reserved.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
    expect((await sums()).find(({ scope }) => scope === 'month')?.reserved).toBeCloseTo(0.9)
  })

  it('refuses what what is settled leaves no room for, and enters nothing', async () => {
    await limitRun(store.database, store.run.id, 0.5)
    await settle(store, await reserve(store, { estimateUsd: 0.4 }), { costUsd: 0.45 })
    await expect(reserve(store, { estimateUsd: 0.1 })).rejects.toMatchObject(refusal)
    expect(await rows(store.database, 'select from model_calls')).toHaveLength(1)
    expect(await reserve(store, { runId: other.id, estimateUsd: 0.1 })).toBeTruthy()
  })

  it('lets a call wait for those under way and go on when they cost less than was feared', async () => {
    await limitRun(store.database, store.run.id, 1)
    const dear = await reserve(store, { estimateUsd: 0.9 })
    const next = reserve(store, { estimateUsd: 0.5 })
    await settle(store, dear, { costUsd: 0.2 })
    expect(await next).toBeTruthy()
  })

  it('of a month holds for all runs of the project together', async () => {
    await store.database.pool.query('update projects set monthly_limit_usd = 1')
    await settle(store, await reserve(store, { estimateUsd: 0.5 }), { costUsd: 0.6 })
    await expect(reserve(store, { runId: other.id, estimateUsd: 0.5 })).rejects.toMatchObject(refusal)
  })
})

describe('a call', () => {
  it('is settled once, with its tokens, its cost and the id of its request', async () => {
    const { id: revisionId } = await revision()
    const id = await reserve(store, { revisionId })
    expect(await settle(store, id)).toBe(true)
    expect(await settle(store, id, { costUsd: 9 })).toBe(false)
    expect(await rows(store.database, 'select * from model_calls')).toMatchObject([
      {
        state: 'settled',
        cost_usd: '0.05000000',
        input_tokens: 10,
        cache_write_1h_tokens: 50,
        request_id: `req_${id}`,
      },
    ])
  })

  it('that was given up as lost counts at its estimate, until it is settled after all', async () => {
    const id = await reserve(store, { estimateUsd: 0.3 })
    await loseCall(store.database, id, 'timeout')
    expect((await sums())[0]).toMatchObject({ settled: 0.3, reserved: 0 })
    expect(await settle(store, id, { costUsd: 0.1 })).toBe(true)
    expect((await sums())[0]).toMatchObject({ settled: 0.1, reserved: 0 })
  })

  it('of a dead worker is given up once it has been under way longer than any call can be', async () => {
    await reserve(store)
    expect(await loseAbandonedCalls(store.database, 60)).toBe(0)
    await store.database.pool.query("update model_calls set created_at = now() - interval '2 minutes'")
    expect(await loseAbandonedCalls(store.database, 60)).toBe(1)
    expect((await sums())[0]).toMatchObject({ settled: 0.1, reserved: 0 })
  })
})

describe('an answer that was paid for', () => {
  it('is had by the next holder of the claim, who gives up what the one before had under way', async () => {
    const { id: revisionId } = await revision()
    await settle(store, await reserve(store, { revisionId, step: 'outcome' }))
    await reserve(store, { revisionId, step: 'expertise' })
    const answers = await answersOf(store.database, store.run.id, revisionId)
    expect(answers).toMatchObject([
      { step: 'outcome', attempt: 1, costUsd: 0.05, usage: { outputTokens: 20 } },
    ])
    expect(await rows(store.database, "select step from model_calls where state = 'lost'")).toEqual([
      { step: 'expertise' },
    ])
  })

  it('is kept until its labels are written, and its cost after that', async () => {
    const { id: revisionId, chunk } = await revision()
    const claim = newClaim()
    const [claimed] = await claimChunk(store.database, chunk, claim, 60)
    if (claimed === undefined) throw new Error('nothing was claimed')
    const callId = await reserve(store, { revisionId })
    await settle(store, callId)
    await writeAnnotations(store.database, store.run.id, claim, [{ ...answer(claimed), wasPaid: true }], [])
    expect(await answersOf(store.database, store.run.id, revisionId)).toEqual([])
    expect(await rows(store.database, 'select id from model_calls')).toEqual([{ id: callId }])
  })

  it('of a session that was erased meanwhile is dropped, and its cost is not', async () => {
    const { id: revisionId } = await revision()
    const id = await reserve(store, { revisionId })
    await store.database.pool.query('delete from sessions')
    expect(await settle(store, id)).toBe(true)
    expect(await rows(store.database, 'select from call_answers')).toEqual([])
    expect(await rows(store.database, 'select state from model_calls')).toEqual([{ state: 'settled' }])
  })
})
