import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentHash, measure, pseudonym, readTranscriptText } from '../src/index.ts'
import { timeOf } from '../src/time.ts'
import { fixture, fixtures } from './fixtures.ts'

const key = Buffer.from('a key of the project')

describe('a pseudonym', () => {
  it('is 16 bytes of HMAC-SHA-256, by the key', () => {
    expect(pseudonym(key, 'ada').toString('hex')).toBe('5d21cd479e9f7661c30a872bf4c9d003')
    expect(pseudonym(Buffer.from('another key'), 'ada')).not.toEqual(pseudonym(key, 'ada'))
  })

  it('does not hang on case, composition or white space around it', () => {
    expect(pseudonym(key, ' Zoe\u0308@Example.org\n')).toEqual(pseudonym(key, 'zo\u00eb@example.org'))
  })
})

describe('a content hash', () => {
  const read = (text: string) => readTranscriptText(text)

  it('is the same for the same transcript, and for what says nothing more', () => {
    for (const { bytes, format } of fixtures.filter(({ format }) => format !== 'specstory-markdown')) {
      const text = bytes.toString('utf8')
      const more = read(
        format.endsWith('jsonl')
          ? `${text}\n{"type":"galaxy"}\nno JSON\n`
          : text.replace('{', '{"galaxy":1,'),
      )
      expect(more.unknown).not.toEqual(read(text).unknown)
      expect(contentHash(more.session)).toEqual(contentHash(read(text).session))
      expect(contentHash(JSON.parse(JSON.stringify(read(text).session)))).toEqual(
        contentHash(read(text).session),
      )
    }
  })

  it('differs between sessions', () => {
    const hashes = fixtures.map(({ bytes }) =>
      contentHash(read(bytes.toString('utf8')).session).toString('hex'),
    )
    expect(new Set(hashes).size).toBe(fixtures.length)
  })
})

describe('a measure', () => {
  const { session } = readTranscriptText(fixture('patches'))

  it('is null where the source does not carry its figure, never 0', () => {
    const { turns, actions, ...figures } = measure({
      ...session,
      carries: [],
      startedAt: null,
      mainModel: null,
    })
    expect([turns, actions]).toEqual([1, 9])
    const { endedAt, agent, headless, ...carried } = figures
    expect(new Set(Object.values(carried))).toEqual(new Set([null]))
    expect([endedAt, agent, headless]).toEqual([session.endedAt, 'claude-code', false])
  })

  it('takes the month in UTC', () => {
    expect(measure({ ...session, startedAt: '2026-01-31T23:30:00-02:00' }).month).toBe('2026-02')
    expect(measure({ ...session, startedAt: '2026-12-31T23:59:60Z' }).month).toBeNull()
  })
})

describe('a time', () => {
  it('is what the engine itself makes of it, in UTC and milliseconds', () => {
    const two = fc.integer({ min: 0, max: 62 }).map((number) => String(number).padStart(2, '0'))
    const written = fc
      .tuple(
        fc.integer({ min: 0, max: 9999 }),
        two,
        two,
        two,
        two,
        two,
        fc.constantFrom('.000Z', '.123Z', 'Z', '+02:00', ''),
      )
      .map(([year, month, day, hour, minute, second, end]) => {
        return `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}${end}`
      })
    const date = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(
        fc.oneof(
          written,
          date.map((one) => one.toISOString()),
          fc.string(),
        ),
        (text) => {
          const time = Date.parse(text)
          const iso = Number.isNaN(time) ? null : new Date(time).toISOString()
          expect(timeOf(text)).toBe(iso?.length === 24 ? iso : null)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
