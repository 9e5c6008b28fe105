import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunScope, sampleHistory } from '../src/index.ts'
import { makeHistory, otherRun, take } from './histories.ts'
import { openStore, type Store } from './store.ts'

const MONTHS = ['2026-01', '2026-02', '2026-03'] as const
let store: Store
beforeAll(async () => {
  store = await openStore()
  await makeHistory(store, [
    ...Array.from({ length: 18 }, (_, index) => ({ externalId: `s${index}`, month: MONTHS[index % 3] })),
    { externalId: 'headless', excluded: 'headless' as const },
    { externalId: 'waits', left: true },
  ])
})
afterAll(() => store.close())

const sample = (scope: RunScope, { atMost = 100, seed = 1, runId = null as number | null } = {}) =>
  sampleHistory(store.database, store.project.id, scope, { runId, atMost, seed })

describe('a sample of history', () => {
  it('counts what a run would take, whatever is asked for', async () => {
    const month = fc.option(fc.constantFrom(...MONTHS), { nil: undefined })
    const sessions = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined })
    let version = 1
    await fc.assert(
      fc.asyncProperty(fc.record({ since: month, until: month, sessions }), async (scope) => {
        version += 1
        const run = await otherRun(store, String(version))
        const before = await sample(scope, { runId: run.id })
        expect(before.sessions).toBe((await sample(scope)).sessions)
        expect((await take(store, run, scope)).sessions).toBe(before.sessions)
        expect((await sample(scope, { runId: run.id })).sessions).toBe(0)
      }),
      { numRuns: 20 },
    )
  })

  it('is the same for the same seed, another for another, and never has a session twice', async () => {
    const first = await sample({}, { atMost: 6 })
    expect(first.sessions).toBe(18)
    expect(new Set(first.revisionIds).size).toBe(6)
    expect(await sample({}, { atMost: 6 })).toEqual(first)
    const others = await Promise.all([2, 3, 4].map((seed) => sample({}, { atMost: 6, seed })))
    expect(others.some(({ revisionIds }) => String(revisionIds) !== String(first.revisionIds))).toBe(true)
  })

  it('is drawn from all of the months, however few sessions are asked for', async () => {
    const { sessions, revisionIds } = await sample({ since: '2026-02', sessions: 2 })
    expect([sessions, revisionIds.length]).toEqual([2, 12])
  })
})
