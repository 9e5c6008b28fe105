import { describeAnnotator } from '@fieldwork/annotators/describe'
import { createClient } from '@fieldwork/client'
import type { RunEstimate } from '@fieldwork/contract'
import { ensureProject, ensureRun, reannotate } from '@fieldwork/store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONFIDENTIAL, ndjson, prompt, sessionLine } from './lines.ts'
import { problemOf, startService, type TestService } from './service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
  const march = Array.from({ length: 40 }, (_, index) => line(`march ${index}`, '2026-03', 15 * (index + 1)))
  const april = Array.from({ length: 5 }, (_, index) => line(`april ${index}`, '2026-04', 100))
  await service.accept(ndjson(...march, ...april))
  await service.database.pool.query(`update session_revisions set state = 'annotated', chunk_id = null`)
})
afterAll(() => service.stop())

const line = (id: string, month: string, repeated: number) =>
  sessionLine(id, {
    startedAt: `${month}-02T09:00:00Z`,
    events: [{ ...prompt('Write a parser. '.repeat(repeated)), at: `${month}-02T09:00:00Z` }],
  })

const client = (key = service.keys.read) => createClient({ url: service.url, key })

function figuresOf({ figures }: RunEstimate) {
  if (figures === null) throw new Error('there are no figures')
  return figures
}

describe('an estimate of a run over history', () => {
  it('is about what the run would annotate, in the release’s settings where none are named', async () => {
    const estimate = await client().estimateRun()
    expect(estimate).toMatchObject({
      model: 'claude-sonnet-4-6',
      strategy: 'frugal',
      sessions: 45,
      sampled: 45,
    })
    const { usd, calls, usdPerSession, minutes } = figuresOf(estimate)
    expect(calls).toBeCloseTo(45 * 1.02)
    expect(usd.direct.low).toBeLessThan(usd.direct.expected)
    expect(usd.direct.high).toBeGreaterThan(usd.direct.expected)
    expect(usd.batches.expected).toBeLessThan(0.7 * usd.direct.expected)
    expect(usdPerSession.median).toBeLessThan(usdPerSession.p90)
    expect(minutes).toBeGreaterThan(0)
  })

  it('has no sampling error where every session was drawn', async () => {
    const { direct } = figuresOf(await client().estimateRun()).usd
    expect(direct.interval95?.low).toBeCloseTo(direct.expected, 9)
    expect(direct.interval95?.high).toBeCloseTo(direct.expected, 9)
  })

  it('counts the sessions asked for, and then goes by all that could be', async () => {
    const { sessions, sampled, figures } = await client().estimateRun({ sessions: 1 })
    expect([sessions, sampled]).toEqual([1, 45])
    expect(figures?.calls).toBeCloseTo(1.02)
  })

  it('keeps to its months, and says nothing of sessions that are too few', async () => {
    expect(await client().estimateRun({ until: '2026-03' })).toMatchObject({ sessions: 40, sampled: 40 })
    const few = await client().estimateRun({ since: '2026-04' })
    expect(few).toMatchObject({ sessions: 5, sampled: 5, figures: null })
    expect(await client(service.keys.other).estimateRun()).toMatchObject({ sessions: 0, figures: null })
  })

  it('takes longer at lower limits', async () => {
    const minutes = async (requestsPerMinute: number) =>
      figuresOf(await client().estimateRun({ strategy: 'faithful', requestsPerMinute })).minutes
    expect(await minutes(1)).toBeGreaterThan(100 * (await minutes(1_000)))
  })

  it('leaves out what the run has in hand', async () => {
    const { id } = await ensureProject(service.database, 'one')
    const settings = { model: 'claude-haiku-4-5', strategy: 'faithful' } as const
    const run = await ensureRun(service.database, id, describeAnnotator('anthropic', settings))
    await reannotate(service.database, run, { until: '2026-03', sessions: 10 })
    expect(await client().estimateRun(settings)).toMatchObject({ sessions: 35, sampled: 35 })
    expect(await client().estimateRun({ ...settings, strategy: 'frugal' })).toMatchObject({ sessions: 45 })
  })

  it('quotes nothing of a session', async () => {
    const { body } = await service.ask('/v1/runs/estimate')
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${CONFIDENTIAL}|parser|march`))
  })

  it.each(['model=unheard-of', 'strategy=best', 'since=2026', 'sessions=0', 'annotator=local', 'x=1'])(
    'is not made of %s',
    async (query) => {
      expect(problemOf(await service.ask(`/v1/runs/estimate?${query}`)).code).toBe('request_invalid')
    },
  )
})
