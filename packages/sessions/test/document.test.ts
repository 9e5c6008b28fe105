import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { FieldworkError } from '@fieldwork/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldDocument, foldDocumentChunks } from '../src/document.ts'
import { decode } from '../src/lines.ts'
import type { DocumentFold } from '../src/reader.ts'
import { readerOf } from '../src/readers.ts'
import { fixturesOf } from './readers/fixture-folder.ts'

type Seen = { readonly members: Record<string, unknown>; readonly elements: unknown[] }

/** A fold that keeps all it is given. */
function keep(): DocumentFold & { readonly seen: Seen } {
  const seen: Seen = { members: {}, elements: [] }
  return {
    seen,
    member: (name, value) => void Object.defineProperty(seen.members, name, { value, enumerable: true }),
    element: (value) => void seen.elements.push(value),
    finish: () => {
      throw new Error('not asked for')
    },
  }
}

async function* bytesOf(text: string, sizes: readonly number[]) {
  const bytes = Buffer.from(text)
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const end = start + (sizes[turn % sizes.length] ?? 1)
    yield bytes.subarray(start, end)
    start = end
  }
}

async function streamed(text: string, sizes: readonly number[] = [64]): Promise<Seen> {
  const fold = keep()
  await foldDocumentChunks(decode(bytesOf(text, sizes)), 'list', fold, 0)
  return fold.seen
}

function whole(text: string): Seen {
  const fold = keep()
  foldDocument(text, 'list', fold)
  return fold.seen
}

const codeOf = (error: unknown) => (error instanceof FieldworkError ? error.code : error)

function outcome(read: () => Seen): unknown {
  try {
    return read()
  } catch (error) {
    return codeOf(error)
  }
}

const documents = [
  { format: 'opencode-export-json', fixtures: fixturesOf('opencode-export') },
  { format: 'gemini-json', fixtures: fixturesOf('gemini-json') },
  { format: 'atif-json', fixtures: fixturesOf('atif') },
] as const

describe('a document that is parsed piece by piece', () => {
  it.each(documents)('gives the same session as a whole one: $format', async ({ format, fixtures }) => {
    const reader = readerOf(format)
    if (reader === 'canonical' || reader.kind !== 'document') throw new Error(`${format} is no document`)
    for (const { text, name } of fixtures) {
      const atOnce = reader.createFold()
      foldDocument(text, reader.elements, atOnce)
      const inPieces = reader.createFold()
      await foldDocumentChunks(decode(bytesOf(text, [997, 3])), reader.elements, inPieces, 0)
      expect([name, inPieces.finish('n')]).toEqual([name, atOnce.finish('n')])
    }
  })

  it('is the same wherever its bytes are divided, inside characters and escapes as well', async () => {
    const list = fc.array(fc.jsonValue({ stringUnit: 'binary' }), { maxLength: 5 })
    const others = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { maxKeys: 4 })
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })
    const space = fc.constantFrom(0, 2)
    await fc.assert(
      fc.asyncProperty(
        list,
        others,
        sizes,
        space,
        fc.boolean(),
        async (elements, more, chunks, indent, last) => {
          const { list: _, __proto__: __, ...members } = more
          const of = last ? { ...members, list: elements } : { list: elements, ...members }
          const text = JSON.stringify(of, null, indent)
          expect(await streamed(text, chunks)).toEqual(whole(text))
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each(documents)(
    'is read or refused as a whole one is, whatever becomes of its bytes: $format',
    async ({ fixtures }) => {
      const mutation = fc.record({ at: fc.nat(), byte: fc.nat(127), cut: fc.nat({ max: 60 }) })
      const texts = fixtures.map(({ text }) => text)
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...texts),
          fc.array(mutation, { maxLength: 3 }),
          async (text, all) => {
            let changed = text
            for (const { at, byte, cut } of all) {
              const index = at % changed.length
              const rest = changed.slice(cut < 30 ? index + cut : index + 1)
              changed = changed.slice(0, index) + String.fromCharCode(byte) + rest
            }
            expect(await streamed(changed, [101]).catch(codeOf)).toEqual(outcome(() => whole(changed)))
          },
        ),
        { numRuns: 300 },
      )
    },
  )

  it('has backslashes that begin no escape, wherever its bytes are divided', async () => {
    const piece = fc.constantFrom(
      '\\',
      '\\\\',
      '\\n',
      '\\u00e9',
      '\\u00',
      '\\REDACTED',
      'ü',
      '🐚',
      '\\"',
      '\\x41',
      'a',
    )
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.array(piece), sizes, async (pieces, chunks) => {
        const text = `{"list":["${pieces.join('')} "],"after":"\\t"}`
        expect(await streamed(text, chunks).catch(codeOf)).toEqual(outcome(() => whole(text)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('may come in texts that divide a pair of surrogates', async () => {
    async function* halves() {
      yield '{"list":["\ud83d'
      yield '\udc1a"]}'
    }
    const fold = keep()
    await foldDocumentChunks(halves(), 'list', fold, 0)
    expect(fold.seen.elements).toEqual(['🐚'])
  })

  it('gives the members before and after the elements, whatever they hold', async () => {
    const text = '\uFEFF{"a":{"list":[1]},"b":[[2]],"list":[{"x":[3]},4,null,"five",[6]],"c":null,"d":{}}\r\n'
    expect(await streamed(text)).toEqual({
      members: { a: { list: [1] }, b: [[2]], c: null, d: {} },
      elements: [{ x: [3] }, 4, null, 'five', [6]],
    })
    expect(await streamed(text)).toEqual(whole(text))
  })

  it.each(['{"list":7}', '{"list":{"a":1}}', '{"list":null,"a":1}', '{"list":[]}', '{}'])(
    'has no elements where there is no list: %s',
    async (text) => {
      expect(await streamed(text)).toEqual(whole(text))
      expect(whole(text).elements).toEqual([])
    },
  )

  it.each([
    '',
    '   ',
    'null',
    '[]',
    '"text"',
    '17',
    '{"list":[1,2',
    '{"list":[1]} trailing',
    '{"list":[1]}{"list":[2]}',
    '{"list":[1,]}',
    '{list:[1]}',
    '{"list":[1}}',
  ])('is refused where it is no JSON object: %j', async (text) => {
    expect(() => whole(text)).toThrow(FieldworkError)
    await expect(streamed(text)).rejects.toMatchObject({ code: 'transcript_unreadable' })
  })

  it('is refused wherever it is cut off', async () => {
    const text = JSON.stringify({ a: 1, list: [{ b: 'ü\n' }, [2]], c: 'end' })
    for (let length = 0; length < text.length; length += 1) {
      await expect(streamed(text.slice(0, length))).rejects.toMatchObject({ code: 'transcript_unreadable' })
    }
  })

  it('is read in a heap that is smaller than it: 150 MB', () => {
    const script = resolve(import.meta.dirname, 'long-document.ts')
    const run = spawnSync(process.execPath, ['--max-old-space-size=96', script, '150'], { encoding: 'utf8' })
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toMatchObject({ turns: 3_750, modelCalls: 3_750, actions: 3_750 })
  })
})
