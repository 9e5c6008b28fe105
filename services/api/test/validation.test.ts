import { createClient } from '@fieldwork/client'
import type { ReferenceLabel } from '@fieldwork/contract'
import { ensureCurrentRun } from '@fieldwork/store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, annotate, projectId, runDefinition } from './annotate.ts'
import { ndjson, session } from './lines.ts'
import { problemOf, startService, type TestService } from './service.ts'

let service: TestService
let runs: Awaited<ReturnType<typeof makeRuns>>
beforeAll(async () => {
  service = await startService()
  runs = await makeRuns()
})
afterAll(() => service.stop())

const client = () => createClient({ url: service.url, key: service.keys.read })
const name = (index: number) => `session ${index}`
const names = (length: number) => Array.from({ length }, (_, index) => name(index))
const decision = (by: 'user' | 'agent') => ({ kind: 'planning' as const, by, what: 'a text nobody compares' })

/** Of twenty sessions the one run calls fifteen a mending, the other eleven. */
const one: Answers = (index) => ({
  work_mode: index < 15 ? 'fix' : 'build',
  expertise: index === 0 ? 'unclear' : '3',
  success_signal: '4',
  outcome: 'succeeded',
  decisions: [decision('user'), decision(index % 2 === 0 ? 'user' : 'agent')],
  task_value: { title: 'a title nobody compares', usd: 100 + index },
})
const other: Answers = (index) => ({
  work_mode: index < 11 ? 'fix' : 'build',
  expertise: index === 1 ? 'unclear' : '4',
  success_signal: index < 4 ? '3' : '4',
  outcome: 'succeeded',
  decisions: [decision(index % 2 === 0 ? 'user' : 'agent')],
  task_value: { title: '', usd: 2 * (100 + index) },
})

async function makeRuns() {
  const project = await projectId(service)
  const second = await ensureCurrentRun(service.database, project, runDefinition('2'))
  const third = await ensureCurrentRun(service.database, project, runDefinition('3'))
  const first = await ensureCurrentRun(service.database, project, runDefinition('1'))
  await annotate(
    service,
    [
      [first, one],
      [second, other],
    ],
    names(20),
  )
  return { first: first.id, second: second.id, empty: third.id }
}

/** Reference labels that say what the other run says. */
const references = (ids: readonly string[]): ReferenceLabel[] =>
  ids.map((id, index) => {
    const { decisions, task_value, ...labels } = other(index)
    return {
      id,
      ...labels,
      decisions: (decisions ?? []).map(({ kind, by }) => ({ kind, by })),
      task_value: { usd: task_value?.usd ?? 1 },
    }
  })

const post = (run: number, body: unknown, key = service.keys.read) =>
  service.ask(`/v1/runs/${run}/agreement`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })

describe('agreement', () => {
  it('of two runs is over the sessions that both have annotated, whichever is asked first', async () => {
    const found = await client().agreementWithRun(runs.first, runs.second)
    expect(found).toMatchObject({
      run: { id: runs.first, annotatorVersion: '1' },
      with: { id: runs.second, annotatorVersion: '2' },
      references: null,
      agreement: { sessions: 20, people: 5 },
    })
    const category = (id: string) => found.agreement.categories.find((each) => each.id === id)
    expect(category('work_mode')).toMatchObject({
      sessions: 20,
      agreement: {
        exact: { value: 0.8 },
        kappa: { value: expect.closeTo(0.275 / 0.475, 10), clustered: { standardError: expect.any(Number) } },
        majority: { option: 'fix', share: 0.55 },
        confusion: {
          options: ['build', 'fix'],
          counts: [
            [5, 0],
            [4, 11],
          ],
        },
      },
      ordinal: null,
    })
    expect(category('expertise')).toMatchObject({
      unclear: { first: 1, second: 1, both: 0 },
      ordinal: { sessions: 18, exact: { value: 0 }, withinOne: { value: 1 } },
    })
    expect(category('verifiedSuccess')?.agreement?.exact.value).toBeCloseTo(0.8, 10)
    expect(category('codebase')).toMatchObject({ suppressed: true, missing: { first: 20, second: 20 } })
    expect(found.agreement.shares[0]).toMatchObject({
      id: 'userPlanningShare',
      agreement: { firstMean: 0.75, secondMean: 0.5, correlation: expect.closeTo(1, 10) },
    })
    expect(found.agreement.taskValue.agreement?.bias).toBeCloseTo(0.5, 10)

    const back = await client().agreementWithRun(runs.second, runs.first)
    const backwards = back.agreement.categories.find((each) => each.id === 'work_mode')
    expect(backwards?.agreement?.kappa?.value).toBeCloseTo(0.275 / 0.475, 10)
  })

  it('with reference labels is what it is with a run that says the same', async () => {
    const byReference = await client().agreementWithReference(runs.first, references(names(20)))
    const byRun = await client().agreementWithRun(runs.first, runs.second)
    expect(byReference).toEqual({
      ...byRun,
      with: null,
      references: { posted: 20, unknown: 0, ambiguous: 0, notAnnotated: 0 },
    })
  })

  it('accounts for every reference label', async () => {
    const twin = JSON.stringify({ session: session(name(3), { source: 'codex' }), person: 'x' })
    const waiting = JSON.stringify({ session: session('waits for a worker'), person: 'x' })
    await service.accept(ndjson(twin, waiting))
    const labels = references([...names(20), 'nobody knows', 'waits for a worker'])
    const ambiguous = await client().agreementWithReference(runs.first, labels)
    const counts = { posted: 22, unknown: 1, notAnnotated: 1 }
    expect(ambiguous.references).toEqual({ ...counts, ambiguous: 1 })
    expect(ambiguous.agreement.sessions).toBe(19)

    const withSource = labels.map((label) => ({ ...label, source: 'claude-code' }))
    const exact = await client().agreementWithReference(runs.first, withSource)
    expect(exact.references).toEqual({ ...counts, ambiguous: 0 })
    expect(exact.agreement.sessions).toBe(20)
  })

  it('tells nothing of fewer sessions or people than a figure needs, and says where the labels are left', async () => {
    const few = problemOf(await post(runs.first, { references: references([...names(14), 'nobody knows']) }))
    expect(few).toMatchObject({ status: 422, code: 'compared_too_few' })
    expect(few.detail).toContain('of 15 labels, 1 are of sessions that the project does not have')
    const alone = await ensureCurrentRun(service.database, await projectId(service), runDefinition('4'))
    const ids = Array.from({ length: 40 }, (_, index) => `of four people ${index}`)
    await annotate(service, [[alone, one]], ids, 4)
    expect(problemOf(await post(alone.id, { references: references(ids) })).code).toBe('compared_too_few')
    const none = await service.ask(`/v1/runs/${runs.first}/agreement?with=${runs.empty}`)
    expect(problemOf(none).code).toBe('compared_too_few')
  })

  it('counts a label without a value as unscorable, and never as an answer', async () => {
    const run = await ensureCurrentRun(service.database, await projectId(service), runDefinition('5'))
    const ids = Array.from({ length: 20 }, (_, index) => `unscorable ${index}`)
    await annotate(service, [[run, (index) => ({ ...one(index), riddle: 7 })]], ids)
    await service.database.pool.query(
      `update labels set value = 'null' from annotations
       where annotations.id = annotation_id and run_id = $1 and classifier = 'outcome'
         and revision_id in (select id from session_revisions where session_id % 4 = 0)`,
      [run.id],
    )
    const { agreement } = await client().agreementWithReference(run.id, references(ids))
    const outcome = agreement.categories.find((each) => each.id === 'outcome')
    expect(outcome).toMatchObject({
      sessions: 15,
      missing: { first: 5, second: 0 },
      unscorable: { first: 5, second: 0 },
    })
  })

  it('is of the newest annotated revision', async () => {
    const run = await ensureCurrentRun(service.database, await projectId(service), runDefinition('6'))
    const ids = Array.from({ length: 15 }, (_, index) => `revised ${index}`)
    await annotate(service, [[run, () => ({ outcome: 'failed' })]], ids)
    await annotate(service, [[run, () => ({ outcome: 'succeeded' })]], ids, 5, 'More was said.')
    const { agreement } = await client().agreementWithReference(run.id, references(ids))
    const outcome = agreement.categories.find((each) => each.id === 'outcome')
    expect(outcome).toMatchObject({ sessions: 15, agreement: { exact: { value: 1 } } })
  })

  it('is not computed of labels that no session can have', async () => {
    const [label] = references(names(1))
    for (const references of [
      [],
      [{ ...label, outcome: 'splendid' }],
      [{ ...label, id: '' }],
      [{ ...label, id: 'a\0b' }],
      [{ ...label, decisions: [decision('user')] }],
      [{ ...label, task_value: { usd: 0 } }],
      [label, label],
    ])
      expect(problemOf(await post(runs.first, { references })).code).toBe('request_invalid')
  })

  it('is not told of a run that the project does not have', async () => {
    const other = { headers: { authorization: `Bearer ${service.keys.other}` } }
    const posted = await post(runs.first, { references: references(names(20)) }, service.keys.other)
    expect(problemOf(posted).code).toBe('run_unknown')
    for (const path of [`agreement?with=${runs.second}`, 'validity']) {
      const answer = await service.ask(`/v1/runs/${runs.first}/${path}`, other)
      expect(problemOf(answer).code).toBe('run_unknown')
    }
    const unknown = await service.ask(`/v1/runs/${runs.first}/agreement?with=999999`)
    expect(problemOf(unknown).code).toBe('run_unknown')
    for (const id of ['0', 'x', '99999999999'])
      expect(problemOf(await service.ask(`/v1/runs/${id}/validity`)).code).toBe('request_invalid')
  })
})

describe('validity', () => {
  it('sets the run’s labels beside each other and beside the published figures, suppressed where they are few', async () => {
    const { rows, run } = await client().validity(runs.first)
    expect(run.id).toBe(runs.first)
    const row = (title: string) => rows.find((each) => each.title === title)
    expect(row('Judged succeeded, success signal 4')).toMatchObject({ value: 1, sessions: 20, people: 5 })
    expect(row('Judged succeeded, success signal 5')).toMatchObject({ suppressed: true, published: 0.9 })
  })
})
