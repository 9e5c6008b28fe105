import { createClient } from '@fieldwork/client'
import { RejectionPage } from '@fieldwork/contract'
import { ensureCurrentRun, materialise } from '@fieldwork/store'
import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshLine, ndjson, session } from './lines.ts'
import { startService, type TestService } from './service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

/** The client checks every answer against the contract, and throws where one does not fit. */
const client = () => createClient({ url: service.url, key: service.keys.all })
const body = (text: string) =>
  async function* () {
    yield Buffer.from(text)
  }

/** Twenty sessions of five people, in one work mode but for one, as a worker and the aggregator leave them. */
async function makeCohorts() {
  const lines = Array.from({ length: 20 }, (_, index) =>
    JSON.stringify({ session: session(`cohort ${index}`), person: `person ${index % 5}` }),
  )
  await service.accept(ndjson(...lines))
  const { pool } = service.database
  const project = await pool.query<{ id: number }>(`select id from projects where name = 'one'`)
  const run = await ensureCurrentRun(service.database, project.rows[0]?.id ?? 0, {
    codebookVersion: '1',
    annotator: 'local',
    annotatorVersion: '1',
    settings: {},
    sessionsPerJob: 10,
    agreement: null,
  })
  await pool.query(
    `insert into facts (run_id, session_id, project_id, revision, person, month, headless, turns, actions, work_mode,
       work_mode_group)
     select $1, id, project_id, 1, person, '2026-03-01', false, 1, 0,
       case external_id when 'cohort 0' then 'write' else 'build' end,
       case external_id when 'cohort 0' then 'analyseOrWrite' else 'code' end
     from sessions where external_id like 'cohort %'`,
    [run.id],
  )
  await pool.query(`insert into fact_changes (project_id, run_id, month) values ($1, $2, '2026-03-01')`, [
    run.projectId,
    run.id,
  ])
  return run
}

describe('what the API answers fits the contract', () => {
  it('for a batch, its progress and its rejections', async () => {
    const text = ndjson(freshLine(), '{', freshLine(), '7')
    const posted = await client().postBatch(body(text), { idempotencyKey: 'contract' })
    expect(await client().batch(posted.id)).toEqual(posted)
    const rejections = []
    for await (const rejection of client().rejections(posted.id)) rejections.push(rejection)
    expect(rejections).toMatchObject([
      { line: 2, code: 'line_not_json', remedy: expect.stringMatching(/./) },
      { line: 4, code: 'line_invalid', remedy: expect.stringMatching(/./) },
    ])
  })

  it('for the cohorts, and each of them before and after it was computed, shown and suppressed', async () => {
    const run = await makeCohorts()
    const { cohorts } = await client().cohorts()
    const ask = () => Promise.all(cohorts.map(({ id }) => client().aggregates(id)))
    for (const cohort of await ask()) expect(cohort).toMatchObject({ materialisedAt: null, cells: [] })

    await materialise(service.database, run.id)
    const computed = await ask()
    expect(computed.map(({ cohort }) => cohort)).toEqual(cohorts.map(({ id }) => id))
    const cells = computed.flatMap((cohort) => cohort.cells)
    expect(cells.some(({ suppressed, sessions }) => !suppressed && sessions === 20)).toBe(true)
    const suppressed = cells.filter((cell) => cell.suppressed)
    expect(suppressed.length).toBeGreaterThan(0)
    for (const cell of suppressed)
      expect(cell).toMatchObject({ sessions: null, people: null, value: null, low: null, high: null })
  })
})

describe('rejections', () => {
  const pageShape = Compile(RejectionPage)

  it.each([1, 3, 4, 7, 8, 1_000])('come once each and in order, %i a page', async (limit) => {
    const { id, links } = await service.accept(ndjson(...Array(7).fill('{'), freshLine(), '7'))
    const lines: number[] = []
    const pages: number[] = []
    for (let next: string | null = `${links.rejections}?limit=${limit}`; next !== null; ) {
      const answer = await service.ask(next)
      if (!pageShape.Check(answer.body)) throw new Error('the answer does not fit the contract')
      pages.push(answer.body.rejections.length)
      lines.push(...answer.body.rejections.map(({ line }) => line))
      next = answer.body.next
    }
    expect(lines).toEqual([1, 2, 3, 4, 5, 6, 7, 9])
    expect(pages).toHaveLength(Math.ceil(8 / limit))
    expect((await service.batch(id)).counts.rejected).toBe(8)
  })

  it.each(['limit=0', 'limit=1001', 'after=-1', 'after=x'])('are not paged by %s', async (query) => {
    const { links } = await service.accept('')
    expect((await service.ask(`${links.rejections}?${query}`)).status).toBe(400)
  })
})

describe('the OpenAPI document', () => {
  it('has an example of a batch that is accepted as it stands', async () => {
    const document = Object((await service.ask('/docs/json')).body)
    const { content } = document.paths['/v1/batches'].post.requestBody
    const body = JSON.stringify(content['application/json'].example)
    const { counts } = await service.accept(body, { 'content-type': 'application/json' })
    expect(counts).toMatchObject({ posted: 1, accepted: 1 })
  })
})
