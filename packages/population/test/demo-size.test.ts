import { deriveFact } from '@fieldwork/codebook'
import { expect, test } from 'vitest'
import { generatePopulation } from '../src/index.ts'

/** What a cell must have to be shown. */
const SESSIONS = 15
const PEOPLE = 5

test('sixty people with several sessions each fill the cells of months, levels and modes, but for the rarest', () => {
  const cells = new Map<string, { sessions: number; people: Set<string> }>()
  for (const { person, telemetry, truth } of generatePopulation({ seed: 1, people: 60, intensity: 0.02 })) {
    const { month, expertise, workMode, softwareUser } = deriveFact(telemetry, truth)
    for (const name of [
      `month ${month}`,
      `level ${expertise}`,
      `mode ${workMode}`,
      `software ${softwareUser}`,
    ]) {
      const cell = cells.get(name) ?? { sessions: 0, people: new Set() }
      cells.set(name, { sessions: cell.sessions + 1, people: cell.people.add(person) })
    }
  }
  const suppressed = [...cells]
    .filter(([, { sessions, people }]) => sessions < SESSIONS || people.size < PEOPLE)
    .map(([name]) => name)
  expect(cells.size).toBe(7 + 6 + 9 + 3)
  expect(suppressed.filter((name) => !['level 1', 'mode orchestrate'].includes(name))).toEqual([])
})
