import { createClient } from '@fieldwork/client'
import type { DeadLetter } from '@fieldwork/contract'
import { buryJob, markChunkDead, type Run, releaseCall, reserveCall } from '@fieldwork/store'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { annotate, clear, nameRun, postFresh } from './histories.ts'
import { CONFIDENTIAL } from './lines.ts'
import { startService, type TestService } from './service.ts'

let service: TestService
let local: Run
beforeAll(async () => {
  service = await startService()
  local = await nameRun(service)
})
afterAll(() => service.stop())
beforeEach(() => clear(service, local))

const client = () => createClient({ url: service.url, key: service.keys.all })
const unknown = { code: 'dead_letter_unknown' }

/** New sessions that die, all with the reason. */
async function die(sessions: number, reason: string): Promise<void> {
  for (const chunk of await postFresh(service, sessions)) await markChunkDead(service.database, chunk, reason)
}

async function buryAggregation(queue = 'aggregate') {
  const payload = { projectId: local.projectId, runId: local.id }
  const job = {
    projectId: local.projectId,
    queue,
    jobId: `job-${local.id}`,
    payload,
    reason: 'internal: it broke',
  }
  await buryJob(service.database, job)
  return payload
}

async function all(): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = []
  for await (const letter of client().deadLetters()) letters.push(letter)
  return letters
}

describe('dead letters', () => {
  it('are listed with their counts, page by page, by what is asked for', async () => {
    await die(3, 'attempts_exhausted: after 5 attempts')
    await die(2, 'internal: it broke')
    await buryAggregation()
    const page = await client().deadLetterPage()
    expect(page.counts).toEqual([
      { queue: 'annotate', code: 'attempts_exhausted', count: 3 },
      { queue: 'annotate', code: 'internal', count: 2 },
      { queue: 'aggregate', code: 'internal', count: 1 },
    ])
    expect(page.deadLetters).toHaveLength(6)
    const ids = page.deadLetters.map(({ id }) => id)
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { body } = await service.ask(`/v1/dead-letters?limit=4${query}`)
      seen.push(...Object(body).deadLetters.map(({ id }: DeadLetter) => id))
      cursor = Object(body).next
    }
    expect(seen).toEqual(ids)
    const fitting = async (filter: object) => (await client().deadLetterPage(filter)).deadLetters.length
    expect(await fitting({ code: 'internal' })).toBe(3)
    expect(await fitting({ code: 'internal', queue: 'annotate' })).toBe(2)
    expect(await fitting({ run: local.id })).toBe(6)
    expect(await fitting({ run: local.id + 1 })).toBe(0)
  })

  it('tell of the calls that were made, and nothing of what was said or by whom', async () => {
    await die(1, 'attempts_exhausted: after 5 attempts')
    const [letter] = await all()
    const revisionId = letter?.session?.revisionId ?? 0
    const made = {
      projectId: local.projectId,
      runId: local.id,
      revisionId,
      step: 'all',
      attempt: 1,
      model: 'm',
    }
    const id = await reserveCall(service.database, { ...made, estimateUsd: 1 }, AbortSignal.timeout(5_000))
    await releaseCall(service.database, id, 'status 529')
    const details = await client().deadLetter(letter?.id ?? '')
    expect(details).toMatchObject({
      ...letter,
      code: 'attempts_exhausted',
      attempts: 0,
      redrivable: true,
      session: { source: 'claude-code', revision: 1, runId: null },
      payload: null,
      remedy: expect.stringMatching(/./),
      calls: [{ id, state: 'failed', failure: 'status 529', costUsd: 0 }],
    })
    const told = JSON.stringify([details, letter])
    for (const secret of [CONFIDENTIAL, 'fresh', 'ada']) expect(told).not.toContain(secret)
  })

  it('of another project are unknown', async () => {
    await die(1, 'internal: it broke')
    const [letter] = await all()
    const other = createClient({ url: service.url, key: service.keys.other })
    expect(await other.deadLetterPage()).toEqual({ counts: [], deadLetters: [], next: null })
    await expect(other.deadLetter(letter?.id ?? '')).rejects.toMatchObject(unknown)
    await expect(other.redriveDeadLetter(letter?.id ?? '')).rejects.toMatchObject(unknown)
    expect(await other.redriveDeadLetters({})).toEqual({ redriven: 0 })
    expect(await all()).toHaveLength(1)
  })
})

describe('redriving', () => {
  it('has tried again what fits and tells the queue of it; it can then be annotated', async () => {
    await die(3, 'attempts_exhausted: after 5 attempts')
    await die(2, 'internal: it broke')
    const before = service.announced.length
    expect(await client().redriveDeadLetters({ code: 'attempts_exhausted' })).toEqual({ redriven: 3 })
    const chunks = service.announced.slice(before)
    expect(new Set(chunks).size).toBe(3)
    expect((await all()).map(({ code }) => code)).toEqual(['internal', 'internal'])
    expect(await annotate(service, local.id, chunks)).toBe(3)
    expect(await client().redriveDeadLetters({ code: 'attempts_exhausted' })).toEqual({ redriven: 0 })
  })

  it('of one leaves the others dead, and is done once', async () => {
    await die(3, 'internal: it broke')
    const [letter, ...others] = await all()
    expect(await client().redriveDeadLetter(letter?.id ?? '')).toEqual({ redriven: 1 })
    expect((await all()).map(({ id }) => id)).toEqual(others.map(({ id }) => id))
    await expect(client().redriveDeadLetter(letter?.id ?? '')).rejects.toMatchObject(unknown)
  })

  it('of what has lost its transcript is refused, and leaves it dead among others', async () => {
    await die(2, 'internal: it broke')
    const [letter] = await all()
    await service.database.pool.query('update transcripts set canonical = null where revision_id = $1', [
      letter?.session?.revisionId,
    ])
    expect(await client().deadLetter(letter?.id ?? '')).toMatchObject({ redrivable: false })
    await expect(client().redriveDeadLetter(letter?.id ?? '')).rejects.toMatchObject({
      code: 'transcript_expired',
    })
    expect(await client().redriveDeadLetters({})).toEqual({ redriven: 1 })
    expect(await all()).toHaveLength(1)
  })

  it('of an aggregation puts it on its queue again; of a queue that nobody knows, nothing', async () => {
    const payload = await buryAggregation()
    const before = service.aggregations.length
    await buryAggregation('forgotten')
    expect((await all()).map(({ queue, redrivable }) => ({ queue, redrivable }))).toEqual([
      { queue: 'forgotten', redrivable: false },
      { queue: 'aggregate', redrivable: true },
    ])
    expect(await client().redriveDeadLetters({})).toEqual({ redriven: 1 })
    expect(service.aggregations.slice(before)).toEqual([payload])
    expect((await all()).map(({ queue }) => queue)).toEqual(['forgotten'])
  })
})
