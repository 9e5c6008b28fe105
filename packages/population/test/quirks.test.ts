import { expect, test } from 'vitest'
import { generatePopulation, type PlantedSession } from '../src/index.ts'

const sessions = [...generatePopulation({ seed: 30, people: 30, sessionsPerPerson: 10, intensity: 0.6 })]

const shareWith = (has: (session: PlantedSession) => boolean) => sessions.filter(has).length / sessions.length
const contains = (text: string) => shareWith(({ transcript }) => transcript.includes(text))

test('what real transcripts have around prompts and calls is there, in a share of sessions', () => {
  const shares = {
    steers: shareWith(({ telemetry }) => (telemetry.steers ?? 0) > 0),
    interruptions: shareWith(({ telemetry }) => (telemetry.interruptions ?? 0) > 0),
    failures: shareWith(({ telemetry }) => (telemetry.actionsFailed ?? 0) > 0),
    compactions: contains('"isCompactSummary":true'),
    subAgents: contains('"isSidechain":true'),
    syntheticErrors: contains('"isApiErrorMessage":true'),
    metaRows: contains('"isMeta":true'),
    slashCommands: contains('<command-name>'),
    created: contains('"type":"create"'),
    notifications: contains('<task-notification>'),
    images: contains('"type":"image"'),
    plans: contains('Implement the following plan'),
  }
  for (const [name, share] of Object.entries(shares)) {
    expect(share, name).toBeGreaterThan(0)
    expect(share, name).toBeLessThan(0.75)
  }
  expect(shares.steers).toBeGreaterThan(0.05)
  expect(shares.interruptions).toBeGreaterThan(0.05)
})

test('a third or so of the lines is progress, and many model messages are split', () => {
  const lines = sessions.flatMap(({ transcript }) => transcript.trimEnd().split('\n'))
  const progress = lines.filter((line) => line.includes('"type":"progress"')).length / lines.length
  expect(progress).toBeGreaterThan(0.1)
  expect(progress).toBeLessThan(0.5)
  const answers = lines.filter((line) => line.includes('"type":"assistant"')).length
  const calls = sessions.reduce((sum, { telemetry }) => sum + (telemetry.modelCalls ?? 0), 0)
  expect(answers / calls).toBeGreaterThan(1.2)
})

test('some entries are repeated, as when a session is resumed', () => {
  const repeats = shareWith(({ transcript }) => {
    const uuids = [...transcript.matchAll(/"uuid":"([^"]+)"/g)].map(([, uuid]) => uuid)
    return new Set(uuids).size < uuids.length
  })
  expect(repeats).toBeGreaterThan(0)
})
