import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  buryJob,
  callsAbout,
  countDeadLetters,
  type DeadFilter,
  type DeadLetter,
  deadJobs,
  deadLetters,
  forgetDeadJob,
  markChunkDead,
  type Run,
  redriveSessions,
  releaseCall,
} from '../src/index.ts'
import { reserve } from './calls.ts'
import { historyOf, makeHistory, otherRun, take } from './histories.ts'
import { makeProject, openStore, rows, type Store, states } from './store.ts'

let store: Store
let run: Run
beforeAll(async () => {
  store = await openStore()
  run = await otherRun(store)
})
afterAll(() => store.close())
beforeEach(() =>
  store.database.pool.query('delete from sessions; delete from dead_jobs; delete from model_calls'),
)

/** Sessions that die at their first annotation, with a reason each. */
async function die(reasons: readonly string[]): Promise<void> {
  for (const [index, reason] of reasons.entries()) {
    await makeHistory(store, [{ externalId: `first ${index}`, left: true }])
    for (const { chunk } of await rows<{ chunk: string }>(
      store.database,
      'select chunk_id::text as chunk from session_revisions where chunk_id is not null',
    ))
      await markChunkDead(store.database, chunk, reason)
  }
}

/** One session that is annotated, and dies when a run annotates it again. */
async function dieAgain(reason: string): Promise<void> {
  await makeHistory(store, [{ externalId: 'again' }])
  const { chunks } = await take(store, run)
  for (const chunk of chunks) await markChunkDead(store.database, chunk, reason)
}

async function buryAggregation(jobId: string): Promise<void> {
  const payload = { projectId: store.project.id, runId: run.id }
  await buryJob(store.database, {
    projectId: store.project.id,
    queue: 'aggregate',
    jobId,
    payload,
    reason: 'internal: broken',
  })
}

const all = (filter: DeadFilter = {}, projectId = store.project.id) =>
  deadLetters(store.database, projectId, filter, { limit: 100 })
const reasonsOf = (letters: readonly DeadLetter[]) => letters.map(({ reason }) => reason).toSorted()

describe('dead letters', () => {
  it('are of every queue, and their counts are those of what is listed', async () => {
    await dieAgain('annotator_refused: d')
    await die(['attempts_exhausted: a', 'internal: b', 'attempts_exhausted: c'])
    await buryAggregation('job')
    const letters = await all()
    expect(letters.map(({ queue }) => queue).toSorted()).toEqual(['aggregate', ...Array(4).fill('annotate')])
    const counts = await countDeadLetters(store.database, store.project.id)
    expect(counts[0]).toEqual({ queue: 'annotate', code: 'attempts_exhausted', count: 2 })
    for (const { queue, code, count } of counts) expect(await all({ queue, code })).toHaveLength(count)
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(letters.length)
  })

  it('are each found by their id alone', async () => {
    await dieAgain('internal: c')
    await die(['internal: a', 'internal: b'])
    await buryAggregation('a:b:c')
    const letters = await all()
    for (const { cursor: _, ...letter } of letters) {
      expect(await all({ id: letter.id })).toMatchObject([letter])
    }
    for (const id of [
      '',
      'annotate',
      'annotate:',
      'annotate:0',
      'annotate:1:999',
      'aggregate:',
      'x:y',
      'annotate:x',
    ])
      expect(await all({ id })).toEqual([])
  })

  it('come page by page, each once, whatever the size of a page', async () => {
    await die(Array.from({ length: 6 }, (_, index) => `internal: ${index}`))
    await buryAggregation('one')
    await buryAggregation('two')
    // Several that died at the same moment.
    await store.database.pool.query(
      `update session_revisions set state_changed_at = date_trunc('hour', now())`,
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (limit) => {
        const seen: string[] = []
        for (let cursor: string | undefined; ; ) {
          const page = await deadLetters(store.database, store.project.id, {}, { limit, cursor })
          seen.push(...page.map(({ id }) => id))
          if (page.length < limit) break
          cursor = page.at(-1)?.cursor
        }
        expect(seen).toEqual((await all()).map(({ id }) => id))
      }),
      { numRuns: 9 },
    )
  })

  it('say neither who a session is of nor what its tool called it', async () => {
    await die(['internal: a'])
    const told = JSON.stringify(await all())
    expect(told).not.toContain('first 0')
    expect((await all())[0]?.session).toEqual({
      sessionId: expect.any(Number),
      revisionId: expect.any(Number),
      revision: 1,
      source: 'claude-code',
      runId: null,
      hasTranscript: true,
    })
  })

  it('of another project are its own', async () => {
    await die(['internal: a'])
    const { project } = await makeProject(store.database, 'another')
    expect(await all({}, project.id)).toEqual([])
    expect(await redriveSessions(store.database, project.id, {})).toEqual([])
    expect(await all()).toHaveLength(1)
  })
})

describe('redriving', () => {
  it('brings back exactly what was dead, fits, and has its transcript', async () => {
    const codes = fc.array(fc.constantFrom('internal', 'attempts_exhausted', 'transcript_expired'), {
      minLength: 1,
      maxLength: 5,
    })
    const code = fc.option(fc.constantFrom('internal', 'attempts_exhausted'), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(codes, code, fc.boolean(), async (dead, only, expired) => {
        await store.database.pool.query('delete from sessions')
        await die(dead.map((each, index) => `${each}: ${index}`))
        if (expired) {
          await store.database.pool.query(
            `update transcripts set canonical = null where revision_id = (select max(id) from session_revisions)`,
          )
        }
        const fits = (reason: string) => only === undefined || reason.startsWith(`${only}:`)
        const before = await all()
        const comesBack = before.filter(({ session, reason }) => session?.hasTranscript && fits(reason))
        const chunks = await redriveSessions(store.database, store.project.id, { code: only })
        expect(chunks).toHaveLength(comesBack.length)
        expect(new Set(chunks.map(({ id }) => id)).size).toBe(chunks.length)
        const gone = new Set(comesBack.map(({ id }) => id))
        expect(reasonsOf(await all())).toEqual(reasonsOf(before.filter(({ id }) => !gone.has(id))))
        expect(
          Object.values(await states(store.database)).filter((state) => state === 'pending'),
        ).toHaveLength(gone.size)
      }),
      { numRuns: 20 },
    )
  })

  it('one by its id touches neither its other annotation nor another session', async () => {
    await dieAgain('internal: b')
    await die(['internal: a'])
    // The session that died at its first annotation is dead under the run too.
    await take(store, run)
    await store.database.pool.query(
      `update reannotations set state = 'dead', reason = 'internal: c', chunk_id = null where state = 'pending'`,
    )
    const again = (await all({ runId: run.id })).find(({ reason }) => reason === 'internal: c')
    const first = (await all()).find(({ reason }) => reason === 'internal: a')
    expect(again?.session?.revisionId).toBe(first?.session?.revisionId)
    expect(await redriveSessions(store.database, store.project.id, { id: first?.id })).toHaveLength(1)
    expect(reasonsOf(await all())).toEqual(['internal: b', 'internal: c'])
    expect(await redriveSessions(store.database, store.project.id, { id: again?.id })).toMatchObject([
      { again: true },
    ])
    expect(await historyOf(store, run)).toEqual({ 'again/1': 'dead internal: b', 'first 0/1': 'pending' })
  })
})

describe('a dead job', () => {
  it('is forgotten once it is tried again, but not where it has died since', async () => {
    await buryAggregation('job')
    const [job] = await deadJobs(store.database, store.project.id, { runId: run.id })
    if (job === undefined) throw new Error('no dead job')
    await store.database.pool.query(`update dead_jobs set died_at = now() + interval '1 second'`)
    await forgetDeadJob(store.database, job, job.diedAt)
    expect(await all()).toHaveLength(1)
    await forgetDeadJob(store.database, job, new Date(Date.now() + 60_000))
    expect(await all()).toEqual([])
  })
})

describe('the calls about a dead session', () => {
  it('are those of its own annotation, with their failures', async () => {
    await die(['internal: a'])
    const [letter] = await all()
    const session = letter?.session
    if (session === undefined || session === null) throw new Error('nothing is dead')
    const { revisionId } = session
    await releaseCall(store.database, await reserve(store, { revisionId, step: 'outcome' }), 'status 529')
    await take(store, run)
    await releaseCall(store.database, await reserve(store, { revisionId, runId: run.id }), 'status 400')
    const failures = async (runId: number | null) =>
      (await callsAbout(store.database, { revisionId, runId })).map(({ failure }) => failure)
    expect(await failures(null)).toEqual(['status 529'])
    expect(await failures(run.id)).toEqual(['status 400'])
  })
})
