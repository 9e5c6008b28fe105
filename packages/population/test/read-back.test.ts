import { measure, readTranscriptText, redact } from '@fieldwork/sessions'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generatePopulation } from '../src/index.ts'

const seeds = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const small = { people: 2, sessionsPerPerson: 8, intensity: 0.15 } as const

describe('a generated transcript', () => {
  test('reads back with the planted counts, and nothing in it is unknown', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const { transcript, telemetry, sessionId } of generatePopulation({ seed, ...small })) {
          const { session, unknown } = readTranscriptText(transcript)
          expect(measure(session)).toEqual(telemetry)
          expect(session.externalId).toBe(sessionId)
          expect(unknown).toEqual({})
        }
      }),
      { numRuns: 25, seed: 1 },
    )
  })

  test('has the planted counts at the intensity of the study too', () => {
    for (const { transcript, telemetry } of generatePopulation({
      seed: 2,
      people: 6,
      sessionsPerPerson: 4,
    })) {
      expect(measure(readTranscriptText(transcript).session)).toEqual(telemetry)
    }
  })

  test('is one JSON object a line, each entry after the one it names', () => {
    for (const { transcript } of generatePopulation({ seed: 3, ...small, people: 10 })) {
      const seen = new Set<unknown>([null])
      expect(transcript.endsWith('\n')).toBe(true)
      for (const line of transcript.trimEnd().split('\n')) {
        const entry = JSON.parse(line)
        if (!('uuid' in entry)) continue
        expect(seen).toContain(entry.parentUuid)
        seen.add(entry.uuid)
      }
    }
  })

  test('loses the names of home folders and e-mail addresses to redaction, and nothing else', () => {
    const texts = (session: ReturnType<typeof redact>) => JSON.stringify(session)
    let changed = 0
    for (const { transcript, person } of generatePopulation({ seed: 4, ...small, people: 20 })) {
      const { session } = readTranscriptText(transcript)
      const [, home = ''] = /^(\/(?:home|Users)\/)/.exec(session.project ?? '') ?? []
      const user = session.project?.slice(home.length).split('/')[0] ?? ''
      const expected = texts(session)
        .replaceAll(`${home}${user}`, `${home}[REDACTED:home-user]`)
        .replaceAll(person, '[REDACTED:email]')
      expect(texts(redact(session))).toBe(expected)
      if (texts(session).includes(person)) changed += 1
    }
    expect(changed).toBeGreaterThan(0)
  })
})

describe('a population', () => {
  test('is the same to the byte for the same seed, and another for another', () => {
    const all = (seed: number) => [...generatePopulation({ seed, ...small })]
    expect(all(5)).toEqual(all(5))
    expect(all(5)[0]?.transcript).not.toBe(all(6)[0]?.transcript)
  })

  test('begins the same however many follow', () => {
    const few = [...generatePopulation({ seed: 7, people: 3, intensity: 0.05 })]
    const more = [...generatePopulation({ seed: 7, people: 6, intensity: 0.05 })]
    expect(more.slice(0, few.length)).toEqual(few)
    expect(more.length).toBeGreaterThan(few.length)
  })

  test('comes one session at a time: a large one gives its first at once', () => {
    const [first] = generatePopulation({ seed: 8, people: 1_000_000_000, intensity: 0.05 })
    expect(first?.person).toMatch(/@example\.org$/)
  })

  test('names every session and person once', () => {
    const all = [...generatePopulation({ seed: 9, people: 60, intensity: 0.02 })]
    expect(new Set(all.map(({ sessionId }) => sessionId)).size).toBe(all.length)
    expect(new Set(all.map(({ person }) => person)).size).toBe(60)
  })

  test('has people with one session mostly where repeat use is the study’s', () => {
    const sessionsOf = new Map<string, number>()
    for (const { person } of generatePopulation({
      seed: 10,
      people: 1_500,
      sessionsPerPerson: 'study',
      intensity: 0.01,
    })) {
      sessionsOf.set(person, (sessionsOf.get(person) ?? 0) + 1)
    }
    const once = [...sessionsOf.values()].filter((sessions) => sessions === 1).length
    expect(sessionsOf.size).toBe(1_500)
    expect(Math.abs(once / 1_500 - 0.689)).toBeLessThan(0.05)
  })

  test.each([
    ['a seed that is no whole number', { seed: 0.5, people: 1 }],
    ['a negative count', { seed: 1, people: -1 }],
    ['no sessions in part', { seed: 1, people: 1, sessionsPerPerson: 1.5 }],
    ['a window that ends before it begins', { seed: 1, people: 1, window: ['2026-02', '2026-01'] as const }],
    ['a month that is none', { seed: 1, people: 1, window: ['2026-13', '2026-14'] as const }],
    ['no intensity', { seed: 1, people: 1, intensity: 0 }],
  ])('refuses %s', (_, options) => {
    expect(() => [...generatePopulation(options)]).toThrow(RangeError)
  })
})
