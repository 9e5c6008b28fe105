import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findTranscripts } from '../src/find-transcripts.ts'
import { inOrder } from '../src/sources/in-order.ts'
import { openTranscript } from '../src/sources/open-transcript.ts'
import { sourceOf } from '../src/sources/session-source.ts'
import { forEachSource } from '../src/sources/source-workers.ts'
import { prepare } from '../src/sources/tasks.ts'
import { startFieldwork, temporaryFolder } from './command-line.ts'
import { claudeCodeTranscript } from './transcripts.ts'

const selection = { since: null, project: null }

describe('a transcript that is opened', () => {
  it('gives the bytes of its file, compressed or not, and their start', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'x')
    const file = { kind: 'file', path } as const
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 0, max: 30_000 }),
        async (piece, times) => {
          const plain = Buffer.from(piece.repeat(times))
          // What begins as a compressed file is taken for one.
          fc.pre(plain[0] !== 0x1f && plain[0] !== 0x28)
          for (const bytes of [plain, gzipSync(plain), zstdCompressSync(plain)]) {
            await writeFile(path, bytes)
            await using opened = await openTranscript(file)
            expect(opened.head.equals(plain.subarray(0, 65_536))).toBe(true)
            expect((await buffer(opened.bytes)).equals(plain)).toBe(true)
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it.each([
    ['is gone', 'no-such-file', 'the file is gone'],
    ['is a folder', '.', 'it is a folder'],
  ])('says so where it %s', async (_, path, detail) => {
    await expect(openTranscript({ kind: 'file', path })).rejects.toMatchObject({
      code: 'transcript_unreadable',
      detail,
    })
  })
})

describe('a folder', () => {
  it('holds Markdown transcripts where SpecStory keeps them, and else documents', async () => {
    await using folder = await temporaryFolder()
    const history = join(folder.path, 'project', '.specstory', 'history')
    await mkdir(history, { recursive: true })
    for (const file of [
      join(history, 'a.md'),
      join(folder.path, 'README.md'),
      join(folder.path, 'b.jsonl.zst'),
    ]) {
      await writeFile(file, '')
    }
    const found = await findTranscripts([folder.path])
    expect(found.map((file) => (file.kind === 'file' ? file.path : ''))).toEqual([
      join(folder.path, 'b.jsonl.zst'),
      join(history, 'a.md'),
    ])
  })
})

describe('many sessions', () => {
  it('give the same lines in the same order on threads as one by one', async () => {
    await using folder = await temporaryFolder()
    for (let index = 0; index < 80; index += 1) {
      const content =
        index % 9 === 4 ? '{}' : claudeCodeTranscript(`s-${index}`, 'word '.repeat((index * 37) % 300))
      await writeFile(join(folder.path, `${index}.jsonl`), content)
    }
    const files = await findTranscripts([folder.path])
    const tasks = files.map((file) => ({ source: sourceOf(file), person: 'p', selection, facts: true }))
    const threaded: unknown[] = []
    for await (const line of forEachSource(prepare, tasks)) threaded.push(line)
    const single: unknown[] = []
    for (const task of tasks) single.push(await prepare(task))
    expect(threaded).toEqual(single)
  })

  it('are worked on a few at once, and an error comes in its turn', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 5 }),
      fc.option(fc.nat(19)),
      async (delays, ahead, failing) => {
        let running = 0
        let most = 0
        const work = async (index: number) => {
          running += 1
          most = Math.max(most, running)
          for (let turn = 0; turn < (delays[index] ?? 0); turn += 1) await Promise.resolve()
          running -= 1
          if (index === failing) throw new Error('failed')
          return index
        }
        const seen: number[] = []
        const all = async () => {
          for await (const result of inOrder(delays.keys(), work, ahead)) seen.push(result)
        }
        const end = failing === null || failing >= delays.length ? delays.length : failing
        if (end === delays.length) await all()
        else await expect(all()).rejects.toThrow('failed')
        expect(seen).toEqual([...Array(end).keys()])
        expect(most).toBeLessThanOrEqual(ahead)
      },
    )
    await fc.assert(property)
  })
})

describe('a transcript larger than the memory', () => {
  it('passes through', async () => {
    await using home = await temporaryFolder()
    const env = { HOME: home.path, NODE_OPTIONS: '--max-old-space-size=64' }
    const child = startFieldwork(['measure', '-', '--json'], { env })
    const [first = '', ...rest] = claudeCodeTranscript('s-a').trimEnd().split('\n')
    const result = { type: 'tool_result', tool_use_id: 'call_0', content: 'word '.repeat(400_000) }
    const long = JSON.stringify({
      ...JSON.parse(first),
      uuid: 'long',
      message: { role: 'user', content: [result] },
    })
    const write = (line: string) =>
      new Promise<void>((resolve, reject) => {
        child.stdin.write(`${line}\n`, (error) => (error ? reject(error) : resolve()))
      })
    for (const line of [first, ...Array<string>(100).fill(long), ...rest]) await write(line)
    child.stdin.end()
    expect(JSON.parse(await text(child.stdout))).toMatchObject({ turns: 1, actions: 1 })
  })
})
