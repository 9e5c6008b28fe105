import {
  cutPositions,
  innocentTexts,
  plantedPositions,
  plantedSecrets,
  wrappedPositions,
} from '@fieldwork/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventText } from '../src/event-text.ts'
import { redactText } from '../src/index.ts'
import { tokenKinds } from '../src/token-kinds.ts'

const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
const planted = seeds.flatMap(plantedSecrets)

/** Whether a value stands in a text, as it is, over line breaks, escaped or encoded. */
function holds(text: string, value: string): boolean {
  const joined = text.replace(/\r?\n/g, '')
  return [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)].some((form) =>
    joined.includes(form),
  )
}

const missed = (place: (text: string) => string) =>
  planted.filter(({ value, text }) => holds(redactText(place(text)), value)).map(({ kind }) => kind)

describe('of planted secrets', () => {
  it('there are at least forty kinds, every kind of token among them', () => {
    const kinds = new Set(planted.map(({ kind }) => kind))
    expect(kinds.size).toBeGreaterThanOrEqual(80)
    expect(tokenKinds.map(({ kind }) => kind).filter((kind) => !kinds.has(kind))).toEqual([])
  })

  it('each is replaced by the placeholder of its kind', () => {
    for (const { kind, text } of planted)
      expect(redactText(`it is ${text} now`)).toContain(`[REDACTED:${kind}]`)
  })

  it.each(plantedPositions.map(({ name, place }) => [name, place] as const))(
    'none is left in: %s',
    (_, place) => expect(missed(place)).toEqual([]),
  )

  it.each(cutPositions.map(({ name, place }) => [name, place] as const))(
    'none is left in a text %s',
    (_, place) => expect(missed((text) => eventText(place(text)))).toEqual([]),
  )

  it('at most one in seven is left where a hard wrap divides it', () => {
    const left = wrappedPositions.flatMap(({ place }) => missed(place))
    expect(left.length / (planted.length * wrappedPositions.length)).toBeLessThan(1 / 7)
  })

  it('any stays away when it is redacted again, with any other beside it', () => {
    const secret = fc.constantFrom(...planted.map(({ text }) => text))
    const place = fc.constantFrom(...plantedPositions.map((position) => position.place))
    fc.assert(
      fc.property(
        secret,
        secret,
        fc.constantFrom('', ' ', '\n', '/', '.', '"', ':', '='),
        place,
        (one, other, between, at) => {
          const once = redactText(at(`${one}${between}${other}`))
          expect(redactText(once)).toBe(once)
        },
      ),
      { numRuns: 3_000 },
    )
  })
})

describe('of texts that only look secret', () => {
  const names = innocentTexts(1).map(([name]) => name)

  it.each(names.map((name, index) => [name, index] as const))('none is changed: %s', (_, index) => {
    for (const seed of seeds) {
      const text = innocentTexts(seed)[index]?.[1] ?? ''
      expect(redactText(text)).toBe(text)
    }
  })
})
