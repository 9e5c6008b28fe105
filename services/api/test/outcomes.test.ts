import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prompt, sessionLine } from './lines.ts'
import { startService, type TestService } from './service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

type Posted =
  | { readonly kind: 'session'; readonly id: number; readonly length: number }
  | { readonly kind: 'bad'; readonly bytes: Buffer; readonly code: string }
  | { readonly kind: 'blank' }

const anyLine: fc.Arbitrary<Posted> = fc.oneof(
  // Few sessions of few lengths, so that most lines meet one that was posted before: the same, or grown since.
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('session'), id: fc.nat(3), length: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Posted>(
      { kind: 'bad', bytes: Buffer.from('{"session": {"schema"'), code: 'line_not_json' },
      { kind: 'bad', bytes: Buffer.from('{"session": {}}'), code: 'line_invalid' },
      { kind: 'bad', bytes: Buffer.from([0x22, 0xc3, 0x22]), code: 'line_not_utf8' },
      {
        kind: 'bad',
        bytes: Buffer.from(sessionLine('x', { events: [prompt('\0')] })),
        code: 'line_unstorable',
      },
      { kind: 'bad', bytes: Buffer.alloc(1024 * 1024 + 1, ' '), code: 'line_too_long' },
    ),
  },
  { weight: 1, arbitrary: fc.constant<Posted>({ kind: 'blank' }) },
)

const anyBody = fc.record({
  lines: fc.array(anyLine, { maxLength: 12 }),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  endsInLineEnd: fc.boolean(),
  encoding: fc.constantFrom('identity', 'gzip', 'zstd'),
  cuts: fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 8 }),
})
type PostedBody = typeof anyBody extends fc.Arbitrary<infer Body> ? Body : never

const bytesOf = (line: Posted, run: string): Buffer => {
  if (line.kind === 'blank') return Buffer.alloc(0)
  if (line.kind === 'bad') return line.bytes
  const events = Array.from({ length: line.length + 1 }, (_, turn) => prompt(`né ${turn} 🦉`))
  return Buffer.from(sessionLine(`${run} ${line.id}`, { events }))
}

/** The body in chunks of the sizes given, over and over, wherever they cut; a large one is cut only so often. */
function* chunksOf({ lines, lineEnd, endsInLineEnd, encoding, cuts }: PostedBody, run: string) {
  const all = lines.flatMap((line) => [bytesOf(line, run), Buffer.from(lineEnd)])
  const plain = Buffer.concat(endsInLineEnd ? all : all.slice(0, -1))
  const body = encoding === 'gzip' ? gzipSync(plain) : encoding === 'zstd' ? zstdCompressSync(plain) : plain
  const scale = Math.max(1, Math.floor(body.length / 50_000))
  for (let start = 0, turn = 0; start < body.length; turn += 1) {
    const end = start + (cuts[turn % cuts.length] ?? 1) * scale
    yield body.subarray(start, end)
    start = end
  }
}

/** How each line must end, by what was posted before it. */
function expected(lines: readonly Posted[], known: Map<number, Set<number>>): Record<number, string> {
  const outcomes = lines.map((line) => {
    if (line.kind === 'blank') return null
    if (line.kind === 'bad') return line.code
    const lengths = known.get(line.id) ?? new Set()
    const outcome = lengths.has(line.length) ? 'duplicate' : lengths.size === 0 ? 'accepted' : 'revised'
    known.set(line.id, lengths.add(line.length))
    return outcome
  })
  return Object.fromEntries(outcomes.flatMap((outcome, index) => (outcome ? [[index + 1, outcome]] : [])))
}

async function outcomesOf(batchId: string): Promise<Record<number, string>> {
  const found = await service.database.pool.query<{ line: number; outcome: string; code: string | null }>(
    'select line, outcome, code from batch_lines where batch_id = $1',
    [batchId],
  )
  return Object.fromEntries(found.rows.map(({ line, outcome, code }) => [line, code ?? outcome]))
}

describe('every line of a body', () => {
  it('ends as what was posted before it says, however the bytes arrive', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyBody, { minLength: 1, maxLength: 3 }), async (bodies) => {
        run += 1
        const known = new Map<number, Set<number>>()
        for (const body of bodies) {
          const chunks = async function* () {
            yield* chunksOf(body, `run ${run}`)
          }
          const { id, counts } = await service.accept(chunks(), { 'content-encoding': body.encoding })
          const outcomes = expected(body.lines, known)
          expect(await outcomesOf(id)).toEqual(outcomes)
          const ends = Object.values(outcomes)
          for (const outcome of ['accepted', 'duplicate', 'revised'] as const)
            expect(counts[outcome]).toBe(ends.filter((end) => end === outcome).length)
        }
      }),
      { numRuns: 25 },
    )
  })
})
