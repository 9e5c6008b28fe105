import { generatePopulation } from '@fieldwork/population'
import { cohorts, defaultThresholds, momentsOf, serveCell } from '@fieldwork/study'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { expectWhole, factsFromLabels } from './invariants.ts'
import { push, type SampleSession, sampleSessions } from './sample-sessions.ts'
import type { Service } from './service.ts'
import { createSystem, type System } from './system.ts'

const population = [...generatePopulation({ seed: 11, people: 28, intensity: 0.2 })]
/** These are first pushed while they are under way. */
const growing = population.slice(0, 60)
const asFirstPushed = [...growing.map(beginningOf), ...population.slice(growing.length)]

describeBackends('the way of a session', (backend) => {
  let system: System
  let workers: readonly Service[]

  beforeAll(async () => {
    const { url } = await createTestDatabase()
    system = await createSystem({ databaseUrl: url, queue: backend.of(url) })
    await system.start('api')
    await system.start('aggregator')
    workers = await Promise.all([system.start('worker'), system.start('worker')])
  })
  afterAll(() => system.stop())

  test('leads each session once into the cohorts, through either worker', async () => {
    const posted = population.length
    const batch = await push(system, asFirstPushed)
    expect(batch.counts).toMatchObject({ posted, accepted: posted })
    const [settled] = await system.settled([batch])
    expect(settled?.progress).toMatchObject({ annotated: posted, excluded: 0, unscorable: 0, dead: 0 })
    await expectWhole(system, [batch])
    const annotated = await Promise.all(workers.map(annotatedBy))
    expect(annotated.reduce((sum, count) => sum + count)).toBe(posted)
  })

  test('ends in what /v1/aggregates answers: the cells of a computation from scratch', async () => {
    const facts = await factsFromLabels(system.database)
    for (const cohort of cohorts) {
      const { cells } = await system.client.aggregates(cohort.id)
      const computed = momentsOf(cohort, facts).map(({ metric, cell, moments }) =>
        serveCell(metric, cell, moments, defaultThresholds),
      )
      expect(cells).toHaveLength(computed.length)
      expect(cells).toEqual(expect.arrayContaining(computed))
      expect(cells.some(({ suppressed }) => !suppressed)).toBe(true)
    }
  })

  test('is not gone again by what was pushed before', async () => {
    const again = await push(system, asFirstPushed)
    expect(again.counts).toMatchObject({ posted: population.length, duplicate: population.length })
    await system.settled([again])
    await expectWhole(system, [again])
    expect(await system.inState('annotated')).toBe(population.length)
  })

  test('is gone again by a session that has grown, whose fact is then that of the whole', async () => {
    const batch = await push(system, growing)
    expect(batch.counts).toMatchObject({ posted: growing.length, revised: growing.length })
    await system.settled([batch])
    await expectWhole(system, [batch])
    const { rows } = await system.database.pool.query(
      `select external_id as "sessionId", turns, actions from facts join sessions on sessions.id = session_id
       order by external_id collate "C"`,
    )
    const planted = population.map(({ sessionId, telemetry: { turns, actions } }) => ({
      sessionId,
      turns,
      actions,
    }))
    expect(rows).toEqual(planted.toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1)))
  })

  test('is gone once by each state of a session, in however many uploads at once they come', async () => {
    const states = [1, 2, 3].map((turns) => sampleSessions('crowded', 80, turns))
    const uploads = [...states, states[0] ?? []]
    const batches = await Promise.all(uploads.map((sessions) => push(system, sessions)))
    const taken = batches.map(({ counts }) => [counts.accepted, counts.revised, counts.duplicate])
    expect(taken.reduce((sum, counts) => sum.map((total, index) => total + (counts[index] ?? 0)))).toEqual([
      80, 160, 80,
    ])
    await system.settled(batches)
    await expectWhole(system, batches)
  })
})

function beginningOf(session: SampleSession): SampleSession {
  const lines = session.transcript.trimEnd().split('\n')
  return { ...session, transcript: `${lines.slice(0, Math.ceil(lines.length / 2)).join('\n')}\n` }
}

async function annotatedBy(worker: Service): Promise<number> {
  const metrics = await (await fetch(`${worker.address}/metrics`)).text()
  return Number(/^fieldwork_sessions_annotated_total\{.*\} (\d+)$/m.exec(metrics)?.[1] ?? 0)
}
