import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isFieldworkError } from '@fieldwork/errors'
import { describe, expect, it } from 'vitest'
import { detectFormat, measure, readTranscriptText, redact, render } from '../src/index.ts'
import { mutate, seededRandom } from './mutations.ts'
import { bytesOf, haveRealSessions, realSessions } from './real-sessions.ts'

const CASES = 10_000
const SEED = 20_261_125
/** Of a real file, so that ten thousand cases are minutes of nobody's life: its first lines, or all of a short document. */
const SEED_BYTES = 60_000
const SEEDS_PER_FORMAT = 12
/** More than any mutation of a seed takes, by far. */
const SLOWEST_MS = 2_000

type SeedFile = { readonly name: string; readonly format: string; readonly bytes: Buffer }

const fixturesFolder = path.resolve(import.meta.dirname, '../fixtures')

function fixtureSeeds(): SeedFile[] {
  return readdirSync(fixturesFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jsonl|json|md)$/.test(name) && !name.endsWith('.telemetry.json'))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(path.join(fixturesFolder, name)) }))
    .flatMap(({ name, bytes }) => {
      const format = detectFormat(bytes.toString('utf8'))
      return format === null ? [] : [{ name, format, bytes }]
    })
}

/** The beginnings of real files: of JSONL whole lines, of a document its first elements. */
function realSeeds(): SeedFile[] {
  const perFormat = Map.groupBy(realSessions, ({ format }) => format)
  return [...perFormat].flatMap(([format, sessions]) =>
    sessions
      .slice(0, SEEDS_PER_FORMAT)
      .map((session) => ({ name: session.file, format, bytes: beginning(bytesOf(session)) })),
  )
}

function beginning(bytes: Buffer): Buffer {
  if (bytes.length <= SEED_BYTES) return bytes
  const text = bytes.toString('utf8')
  const document = parsed(text)
  if (document === undefined) return bytes.subarray(0, bytes.lastIndexOf(10, SEED_BYTES))
  for (const [name, value] of Object.entries(document)) {
    if (Array.isArray(value)) document[name] = value.slice(0, 20)
  }
  return Buffer.from(JSON.stringify(document, null, 2))
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Everything that is done with a transcript before it is stored. Null where it is refused as the catalogue says. */
function take(text: string): number | null {
  try {
    const { session } = readTranscriptText(text)
    const redacted = redact(session)
    render(redacted)
    return measure(redacted).turns
  } catch (error) {
    if (isFieldworkError(error)) return null
    throw error
  }
}

const seeds = [...fixtureSeeds(), ...(haveRealSessions ? realSeeds() : [])].filter(
  ({ bytes }) => take(bytes.toString('utf8')) !== null,
)
const formats = new Set(seeds.map(({ format }) => format))
const absent = haveRealSessions ? '' : ', from fixtures alone: ../shared/sessions is absent'

describe(`${CASES} mutated transcripts of ${formats.size} formats${absent}`, () => {
  it('are read, or refused by an error of the catalogue, in bounded time and memory', {
    timeout: 600_000,
  }, () => {
    const random = seededRandom(SEED)
    const accepted = new Map<string, number>()
    let slowest = 0
    for (let index = 0; index < CASES; index += 1) {
      const seed = seeds[index % seeds.length]
      if (seed === undefined) throw new Error('there are seeds')
      const mutated = mutate(seed.bytes, random)
      const start = performance.now()
      let turns: number | null
      try {
        turns = take(mutated.toString('utf8'))
      } catch (error) {
        throw new Error(`case ${index}, of ${seed.name}`, { cause: error })
      }
      slowest = Math.max(slowest, performance.now() - start)
      if (turns !== null) accepted.set(seed.format, (accepted.get(seed.format) ?? 0) + 1)
    }
    expect(slowest).toBeLessThan(SLOWEST_MS)
    // The mutations leave enough of most transcripts: a reader that refuses everything would not pass.
    expect([...accepted.keys()].sort()).toEqual([...formats].sort())
    expect([...accepted.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(CASES / 4)
    expect(process.memoryUsage().heapUsed).toBeLessThan(1_000 * 1024 * 1024)
  })

  it.each(seeds)('$name: a prefix never has more turns than the whole', ({ bytes }) => {
    const text = bytes.toString('utf8')
    const whole = take(text)
    for (const prefix of prefixesOf(text)) expect(take(prefix) ?? 0).toBeLessThanOrEqual(whole ?? 0)
  })
})

/** Up to twenty prefixes: of whole lines and one that breaks off in a line, or of a document's elements. */
function* prefixesOf(text: string): Generator<string> {
  const document = parsed(text)
  const elements = Object.entries(document ?? {}).find(([, value]) => Array.isArray(value))
  if (document !== undefined && elements !== undefined) {
    const [name, values] = elements
    if (!Array.isArray(values)) return
    for (let part = 0; part < 20; part += 1) {
      yield JSON.stringify({ ...document, [name]: values.slice(0, Math.floor((part / 20) * values.length)) })
    }
    return
  }
  const lines = text.split('\n')
  for (let part = 0; part < 20; part += 1) {
    const end = Math.floor((part / 20) * lines.length)
    yield lines.slice(0, end).join('\n')
    yield `${lines.slice(0, end).join('\n')}\n${lines[end]?.slice(0, 100) ?? ''}`
  }
}
