import { randomBytes } from 'node:crypto'
import { createClient } from '@fieldwork/client'
import { describe, expect, it } from 'vitest'
import { type Progress, pushSessions, waitForBatches } from '../src/index.ts'
import { KEY, startStandIn } from './stand-in-service.ts'

/** Lines that hardly shrink, so that a body of them does not fit into one packet. */
const names = Array.from({ length: 300 }, (_, index) => `session ${index}`)
const contents = names.map(() => randomBytes(15_000).toString('base64'))

async function* lines() {
  for (const [index, name] of names.entries()) {
    yield { line: { transcript: contents[index] ?? '', source: 'unknown', name }, name }
  }
}

describe('pushing', () => {
  it('sends each line once in its order, though connections break in the middle of the body', async () => {
    await using service = await startStandIn({ breaks: 2 })
    const client = createClient({ url: service.url, key: KEY })
    const result = await pushSessions({ client, lines: lines(), batchSize: 200, idempotencyKey: 'k' })
    expect(service.keys).toEqual(['k', 'k', 'k', 'k-2'])
    const sent = service.uploads.flatMap((upload) => upload.lines)
    expect(sent.map((line) => ('transcript' in line ? line.transcript : ''))).toEqual(contents)
    expect(result.counts).toMatchObject({ posted: 300, rejected: 300 })
    expect(result.rejections.map(({ name }) => name)).toEqual(names)
  })

  it('reports every line sent, against the total it was told', async () => {
    await using service = await startStandIn()
    const client = createClient({ url: service.url, key: KEY })
    const seen: Progress[] = []
    await pushSessions({
      client,
      lines: lines(),
      total: () => 300,
      onProgress: (progress) => seen.push(progress),
    })
    expect(seen).toEqual(names.map((_, index) => ({ step: 'sending', done: index + 1, total: 300 })))
  })

  it('of nothing is nothing', async () => {
    await using service = await startStandIn()
    const client = createClient({ url: service.url, key: KEY })
    async function* none() {}
    const { batches, counts } = await pushSessions({ client, lines: none() })
    expect({ batches, posted: counts.posted, keys: service.keys }).toEqual({
      batches: [],
      posted: 0,
      keys: [],
    })
    expect(await waitForBatches({ client, batches })).toEqual([])
  })

  it('tells a refusal for what it is, though the body was still on its way', async () => {
    await using service = await startStandIn()
    const client = createClient({ url: service.url, key: 'wrong' })
    for (let time = 0; time < 5; time += 1) {
      await expect(pushSessions({ client, lines: lines() })).rejects.toMatchObject({ code: 'key_invalid' })
    }
  })

  it('passes on an error of its lines, and closes them', async () => {
    await using service = await startStandIn()
    const client = createClient({ url: service.url, key: KEY })
    let closed = false
    async function* failing() {
      try {
        yield* lines()
        throw new RangeError('the disk is gone')
      } finally {
        closed = true
      }
    }
    await expect(pushSessions({ client, lines: failing(), batchSize: 1_000 })).rejects.toThrow(
      'the disk is gone',
    )
    expect(closed).toBe(true)
    expect(service.uploads).toEqual([])
  })
})
