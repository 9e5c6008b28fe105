import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compressLines } from '../src/compress-lines.ts'
import { createReplay } from '../src/replay.ts'
import { splitBatches } from '../src/split-batches.ts'

async function* from<T>(items: readonly T[]) {
  yield* items
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

describe('batches', () => {
  it('hold every item once, in order, none empty and none over the limits', async () => {
    const limits = fc.record({
      size: fc.integer({ min: 1, max: 7 }),
      maxWeight: fc.integer({ min: 1, max: 50 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20)), limits, async (items, { size, maxWeight }) => {
        const batches: number[][] = []
        const cut = splitBatches(from(items), { size, maxWeight, weigh: (item) => item })
        for await (const portion of cut) batches.push(await all(portion))
        const weight = (batch: readonly number[]) => batch.reduce((sum, item) => sum + item, 0)
        expect(batches.flat()).toEqual(items)
        expect(batches.every((batch) => batch.length > 0 && batch.length <= size)).toBe(true)
        expect(batches.every((batch) => weight(batch.slice(0, -1)) < maxWeight)).toBe(true)
        const full = (batch: readonly number[]) => batch.length === size || weight(batch) >= maxWeight
        expect(batches.slice(0, -1).every(full)).toBe(true)
      }),
    )
  })

  it('close their source when they are given up', async () => {
    let closed = false
    async function* source() {
      try {
        yield* [1, 2, 3]
      } finally {
        closed = true
      }
    }
    for await (const _ of splitBatches(source(), { size: 2, maxWeight: 9, weigh: () => 1 })) break
    expect(closed).toBe(true)
  })
})

describe('a replay', () => {
  it('gives every reader the same bytes, wherever the readers before stopped', async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 8 }))
    await fc.assert(
      fc.asyncProperty(chunks, fc.array(fc.nat(10)), async (parts, stops) => {
        const read = createReplay(from(parts))
        for (const stop of stops) {
          const attempt = read()
          for (let taken = 0; taken < stop; taken += 1) await attempt.next()
          void attempt.next() // a read that a broken attempt leaves behind
          void attempt.return()
        }
        expect(Buffer.concat(await all(read()))).toEqual(Buffer.concat(parts))
      }),
    )
  })
})

describe('compressed lines', () => {
  it('are the lines again, each on its own', async () => {
    const lines = fc.array(fc.json({ stringUnit: 'binary' }))
    await fc.assert(
      fc.asyncProperty(lines, async (items) => {
        const text = zstdDecompressSync(await buffer(compressLines(from(items)))).toString('utf8')
        expect(text).toBe(items.map((item) => `${item.toWellFormed()}\n`).join(''))
      }),
      { numRuns: 30 },
    )
  })

  it('are not read faster than they are taken', async () => {
    let made = 0
    async function* endless() {
      // Text that hardly shrinks, so that the pipe fills up at once.
      for (; ; made += 1) yield randomBytes(20_000).toString('base64')
    }
    const compressed = compressLines(endless())
    const iterator = compressed[Symbol.asyncIterator]()
    await iterator.next()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const waiting = made
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(made).toBe(waiting)
    compressed.destroy()
  })
})
