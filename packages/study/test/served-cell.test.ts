import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultThresholds, serveCell } from '../src/index.ts'
import { momentsOfClusters } from './clusters.ts'

/** So many sessions, each a success, of so many people: one each, and the rest of the first. */
function sessionsOf(sessions: number, people: number) {
  const ones = (length: number) => Array.from({ length }, () => 1)
  const others = Array.from({ length: people - 1 }, () => ones(1))
  return momentsOfClusters([ones(sessions - people + 1), ...others])
}

const suppressed = { suppressed: true, sessions: null, people: null, value: null, low: null, high: null }

describe('a served cell', () => {
  it.each([
    [15, 5, false],
    [14, 5, true],
    [15, 4, true],
    [1_000, 4, true],
    [14, 14, true],
  ])('of %i sessions of %i people: suppressed is %s', (sessions, people, expected) => {
    const served = serveCell(
      'verifiedSuccess',
      { expertise: 3 },
      sessionsOf(sessions, people),
      defaultThresholds,
    )
    expect(served).toMatchObject({ metric: 'verifiedSuccess', dimensions: { expertise: 3 } })
    if (expected) expect(served).toMatchObject(suppressed)
    else expect(served).toMatchObject({ suppressed: false, sessions, people, value: 1, high: 1 })
  })

  it('has either every number or none', () => {
    const size = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(fc.tuple(size, size), ([more, people]) => {
        const sessions = people + more
        const served = serveCell('verifiedSuccess', {}, sessionsOf(sessions, people), defaultThresholds)
        const numbers = [served.sessions, served.people, served.value, served.low, served.high]
        expect(numbers.every((number) => (number === null) === served.suppressed)).toBe(true)
        expect(served.suppressed).toBe(sessions < 15 || people < 5)
      }),
    )
  })

  it('without an eligible session is suppressed even where the thresholds are lowered to nothing', () => {
    const none = { sessions: 0, people: 0 }
    expect(serveCell('turns', {}, momentsOfClusters([]), none)).toMatchObject(suppressed)
  })

  it('tells the number of sessions without an interval', () => {
    const served = serveCell('sessions', {}, sessionsOf(20, 6), defaultThresholds)
    expect(served).toMatchObject({ suppressed: false, value: 20, low: null, high: null })
  })
})
