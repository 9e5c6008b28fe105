import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  limitMonth,
  loseCall,
  monthlyLimit,
  type Run,
  releaseCall,
  spendingByMonth,
  spendingByRun,
} from '../src/index.ts'
import { reserve, settle } from './calls.ts'
import { otherRun } from './histories.ts'
import { makeProject, openStore, type Store } from './store.ts'

let store: Store
let other: Run
beforeAll(async () => {
  store = await openStore()
  other = await otherRun(store)
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.database.pool.query('delete from model_calls; delete from spending')
})

const anyCall = fc.record({
  end: fc.constantFrom('reserved', 'settled', 'failed', 'lost'),
  again: fc.boolean(),
  cents: fc.integer({ min: 0, max: 500 }),
})

/** Makes a call and brings it to its end. */
async function make({ end, again, cents }: { end: string; again: boolean; cents: number }): Promise<void> {
  const run = again ? other : store.run
  const id = await reserve(store, { runId: run.id, estimateUsd: cents / 100 })
  if (end === 'settled') await settle(store, id, { costUsd: cents / 200 })
  if (end === 'failed') await releaseCall(store.database, id, 'status 529')
  if (end === 'lost') await loseCall(store.database, id, 'timeout')
}

describe('spending', () => {
  it('of the runs adds up to that of the month, to the calls that were made and to the sums of the limits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { maxLength: 12 }), async (made) => {
        await store.database.pool.query('delete from model_calls; delete from spending')
        for (const call of made) await make(call)
        const runs = await spendingByRun(store.database, store.project.id)
        const [month] = await spendingByMonth(store.database, store.project.id)
        const sum = (of: (run: (typeof runs)[number]) => number) =>
          runs.reduce((total, run) => total + of(run), 0)
        expect(sum(({ settledUsd }) => settledUsd)).toBeCloseTo(month?.settledUsd ?? -1, 7)
        expect(sum(({ reservedUsd }) => reservedUsd)).toBeCloseTo(month?.reservedUsd ?? -1, 7)
        const count = (end: string) => made.filter((call) => call.end === end).length
        for (const end of ['reserved', 'settled', 'failed', 'lost'] as const) {
          expect(sum(({ calls }) => calls[end])).toBe(count(end))
        }
        expect(sum(({ tokens }) => tokens.cacheWrite5mTokens)).toBe(40 * count('settled'))
        expect(sum(({ tokens }) => tokens.cacheWrite1hTokens)).toBe(50 * count('settled'))
        const held = await store.database.pool.query<{ id: number; settled: number; reserved: number }>(
          `select substr(scope, 5)::int as id, settled_usd::float8 as settled, reserved_usd::float8 as reserved
           from spending where scope like 'run:%' order by 1 desc`,
        )
        expect(runs.map(({ runId }) => runId)).toEqual(held.rows.map(({ id }) => id))
        for (const [index, { settledUsd, reservedUsd }] of runs.entries()) {
          expect(settledUsd).toBeCloseTo(held.rows[index]?.settled ?? -1, 7)
          expect(reservedUsd).toBeCloseTo(held.rows[index]?.reserved ?? -1, 7)
        }
        expect(await spendingByRun(store.database, store.project.id, other.id)).toEqual(
          runs.filter(({ runId }) => runId === other.id),
        )
      }),
      { numRuns: 20 },
    )
  })

  it('tells of this month also where nothing was spent, and of those before', async () => {
    const [now] = await spendingByMonth(store.database, store.project.id)
    expect(now).toEqual({ month: expect.stringMatching(/^\d{4}-\d\d$/), settledUsd: 0, reservedUsd: 0 })
    await store.database.pool.query(`insert into spending values ($1, 'month:2026-01', 3, 0)`, [
      store.project.id,
    ])
    expect(await spendingByMonth(store.database, store.project.id)).toEqual([
      now,
      { month: '2026-01', settledUsd: 3, reservedUsd: 0 },
    ])
  })

  it('of another project is not told, and its limit is its own', async () => {
    await make({ end: 'settled', again: false, cents: 100 })
    const { project } = await makeProject(store.database, 'another')
    expect(await spendingByRun(store.database, project.id)).toEqual([])
    await limitMonth(store.database, store.project.id, 12.5)
    expect(await monthlyLimit(store.database, store.project.id)).toBe(12.5)
    expect(await monthlyLimit(store.database, project.id)).toBeNull()
    await limitMonth(store.database, store.project.id, null)
    expect(await monthlyLimit(store.database, store.project.id)).toBeNull()
  })
})
