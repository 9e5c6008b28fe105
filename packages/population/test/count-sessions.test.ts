import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countSessions, generatePopulation } from '../src/index.ts'

test('as many sessions are generated as are counted beforehand', () => {
  const options = fc.record({
    seed: fc.integer(),
    people: fc.integer({ min: 0, max: 4 }),
    sessionsPerPerson: fc.constantFrom('several' as const, 'study' as const, 3),
  })
  fc.assert(
    fc.property(options, (given) => {
      const generated = [...generatePopulation({ ...given, intensity: 0.02 })].length
      expect(countSessions(given)).toBe(generated)
    }),
    { numRuns: 20 },
  )
})
