import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@fieldwork/client'
import type { Batch } from '@fieldwork/contract'
import { eventually } from '@fieldwork/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EventTimes, progressEvents } from '../src/routes/progress-events.ts'
import { freshLine, ndjson, sessionLine } from './lines.ts'
import { startService, type TestService } from './service.ts'

const POLL_MS = 10
let service: TestService
beforeAll(async () => {
  service = await startService({ eventTimes: { pollMs: POLL_MS, heartbeatMs: 3 * POLL_MS } })
})
afterAll(() => service.stop())

/** What no worker is there to do. */
const annotateAll = () =>
  service.database.pool.query(
    `update session_revisions set state = 'annotated', chunk_id = null where state = 'pending'`,
  )

/** The event stream of a batch, to be read as it comes. */
async function open(id: string) {
  const leave = new AbortController()
  const response = await fetch(`${service.url}/v1/batches/${id}/events`, {
    headers: { authorization: `Bearer ${service.keys.read}` },
    signal: leave.signal,
  })
  let received = ''
  const read = (async () => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read())
      received += part.value
  })().catch(() => {}) // it was left
  return { response, leave: () => leave.abort(), ended: read, text: () => received }
}
const names = (events: string) => [...events.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)

describe('the events of a batch', () => {
  it('tell of each change once, keep the connection busy meanwhile, and end with `complete`', async () => {
    const { id } = await service.accept(ndjson(freshLine()))
    const events = await open(id)
    expect(Object.fromEntries(events.response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    await eventually('nothing changed for a while', () => /^: .+\n\n/m.test(events.text()))
    expect(names(events.text())).toEqual(['progress'])
    await annotateAll()
    await events.ended
    expect(names(events.text())).toEqual(['progress', 'progress', 'complete'])
    const last = JSON.parse(events.text().trimEnd().split('data: ').at(-1) ?? '')
    expect(last).toMatchObject({ complete: true, materialised: true })
    expect(last).toEqual(await service.batch(id))
  })

  it('end at once where nothing is to be done', async () => {
    const { id } = await service.accept(ndjson('{', sessionLine('quiet', { headless: true })))
    const events = await open(id)
    await events.ended
    expect(names(events.text())).toEqual(['progress', 'complete'])
  })

  it('cost nothing any more once the client is gone', async () => {
    let looks = 0
    service.database.pool.on('acquire', () => {
      looks += 1
    })
    const { id } = await service.accept(ndjson(freshLine()))
    const events = await open(id)
    const before = looks
    await eventually('the batch is looked at', () => looks > before)
    events.leave()
    await events.ended
    await sleep(3 * POLL_MS) // a look that is under way may end
    const after = looks
    await sleep(10 * POLL_MS)
    expect(looks).toBe(after)
  })

  it('are followed by the client to their end', async () => {
    const { id } = await service.accept(ndjson(freshLine()))
    const client = createClient({ url: service.url, key: service.keys.read })
    const states: boolean[] = []
    for await (const state of client.watch(id)) {
      states.push(state.materialised)
      if (states.length === 1) await annotateAll()
    }
    expect(states).toEqual([false, true])
  })
})

describe('the stream of events', () => {
  const batch = (changes: Partial<Batch> = {}): Batch => ({
    id: '0198f5a2-3c1e-7d4b-9a6f-2b8c4d5e6f70',
    state: 'accepted',
    counts: { posted: 1, accepted: 1, duplicate: 0, revised: 0, rejected: 0 },
    progress: { pending: 1, annotating: 0, parked: 0, annotated: 0, excluded: 0, unscorable: 0, dead: 0 },
    complete: false,
    materialised: false,
    createdAt: '2026-03-02T09:00:00.000Z',
    acceptedAt: null,
    links: { self: '', rejections: '', events: '' },
    ...changes,
  })
  const often: EventTimes = { pollMs: 1, heartbeatMs: 60_000 }

  it('stops looking when it is left', async () => {
    const gone = new AbortController()
    let looks = 0
    const look = async () => {
      looks += 1
      if (looks === 3) gone.abort()
      return batch()
    }
    const told: string[] = []
    for await (const event of progressEvents(batch(), look, often, gone.signal)) told.push(event)
    expect(told).toHaveLength(1)
    expect(looks).toBe(3)
  })

  it('ends with the error of a look, and not silently', async () => {
    const look = async () => Promise.reject(new Error('Postgres is gone'))
    const events = progressEvents(batch(), look, often, new AbortController().signal)
    await expect(text(events)).rejects.toThrow('Postgres is gone')
  })
})
