import { ATTEMPTS } from '@fieldwork/queue'
import { allProjects, currentRun, type Database, resumeRun, type SessionState } from '@fieldwork/store'
import { eventually, type Fault } from '@fieldwork/testkit'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { expectWhole } from './invariants.ts'
import { startModel } from './model.ts'
import { push, sampleSessions } from './sample-sessions.ts'
import { createSystem, PATIENCE_MS } from './system.ts'

type Fate = {
  readonly name: string
  /** What the model does at each request for the session; the last is not asked again. */
  readonly answers: readonly (Fault | null)[]
  readonly state: SessionState
  readonly reason: string | null
}

const status = (code: 400 | 401 | 529): Fault => ({ kind: 'status', status: code })
const atOnce: Fault = { kind: 'rate_limited', retryAfterSeconds: 0 }
const refusal: Fault = { kind: 'refusal' }

const fates: readonly Fate[] = [
  { name: 'refused', answers: [status(400)], state: 'dead', reason: 'annotator_request_refused: status 400' },
  { name: 'overloaded', answers: [status(529), null], state: 'annotated', reason: null },
  { name: 'reconsidered', answers: [refusal, null], state: 'annotated', reason: null },
  { name: 'declined', answers: [refusal, refusal], state: 'unscorable', reason: 'answer_refused' },
  {
    name: 'unlucky',
    answers: Array.from({ length: ATTEMPTS }, () => status(529)),
    state: 'dead',
    reason: `attempts_exhausted: after ${ATTEMPTS} attempts: annotator_unavailable: status 529`,
  },
  {
    name: 'throttled',
    answers: [...Array.from({ length: ATTEMPTS + 1 }, () => atOnce), null],
    state: 'annotated',
    reason: null,
  },
  { name: 'lucky', answers: [null], state: 'annotated', reason: null },
]

describeBackends('what the model does', (backend) => {
  test('decides the fate of its session alone, and only the policy asks again', async () => {
    const { url } = await createTestDatabase()
    await using model = await startModel({ faults: fates.flatMap(({ answers }) => answers) })
    // A slow machine must not let claims lapse, which would have a session asked about once more.
    const environment = { ...model.environment, CLAIM_SECONDS: '60', LOCK_SECONDS: '60' }
    await using system = await createSystem({ databaseUrl: url, queue: backend.of(url), environment })
    await system.start('api')
    await system.startAll('worker', 'aggregator')
    const batches = []
    for (const { name, answers, state, reason } of fates) {
      const batch = await push(system, sampleSessions(name, 1))
      const isComplete = async () => (await system.client.batch(batch.id)).complete
      await eventually('the batch is complete', isComplete, PATIENCE_MS)
      expect(await system.client.batch(batch.id)).toMatchObject({
        counts: { posted: 1, accepted: 1 },
        progress: { [state]: 1 },
      })
      expect(await reasonOf(system.database, `${name}-0`)).toEqual(
        reason === null ? null : expect.stringContaining(reason),
      )
      expect(model.asked().get(`${name}-0`)).toBe(answers.length)
      batches.push(batch)
    }
    await system.settled(batches)
    await expectWhole(system, batches)
  })
})

describeBackends('a key that the model refuses', (backend) => {
  test('stops the run and parks its sessions, which go on where they were once it is resumed', async () => {
    const { url } = await createTestDatabase()
    let isValid = false
    await using model = await startModel({ faults: () => (isValid ? null : status(401)) })
    const environment = { ...model.environment, CLAIM_SECONDS: '60', LOCK_SECONDS: '60' }
    await using system = await createSystem({ databaseUrl: url, queue: backend.of(url), environment })
    await system.start('api')
    await system.startAll('worker', 'aggregator')
    const batch = await push(system, sampleSessions('locked-out', 5))
    const isParked = async () => (await system.inState('parked')) === 5
    await eventually('all are parked', isParked, PATIENCE_MS)
    expect(await reasonOf(system.database, 'locked-out-4')).toContain('annotator_unauthorised: status 401')
    // What was asked before the run was seen to be stopped is at most what was under way.
    expect(model.requests()).toBeLessThanOrEqual(2)
    expect((await system.client.batch(batch.id)).complete).toBe(false)
    isValid = true
    const [project] = await allProjects(system.database)
    const run = await currentRun(system.database, project?.id ?? 0)
    await resumeRun(system.database, run?.id ?? 0)
    await system.settled([batch])
    expect(await system.inState('annotated')).toBe(5)
    await expectWhole(system, [batch])
  })
})

async function reasonOf({ pool }: Database, session: string): Promise<string | null | undefined> {
  const { rows } = await pool.query<{ reason: string | null }>(
    `select reason from session_revisions revision join sessions on sessions.id = session_id
     where external_id = $1`,
    [session],
  )
  return rows[0]?.reason
}
