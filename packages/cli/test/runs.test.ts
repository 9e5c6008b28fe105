import { describe, expect, it } from 'vitest'
import { fieldwork } from './command-line.ts'
import { run, startStandInWithRuns } from './stand-in-runs.ts'
import { KEY } from './stand-in-service.ts'

/** What a command line asked of the stand-in, and how it ended. */
async function ask(args: readonly string[], states?: Parameters<typeof startStandInWithRuns>[0]) {
  await using service = await startStandInWithRuns(states)
  const ended = await fieldwork(args, { env: { FIELDWORK_URL: service.url, FIELDWORK_KEY: KEY } })
  return { ...ended, asked: service.asked }
}

describe('runs', () => {
  it('lists them: who annotates, how far each is, what it cost', async () => {
    const { code, stdout, stderr } = await ask(['runs'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const told of ['anthropic 2 (a-model, frugal)', '4 pending, 8 annotated', '$1.50', '$25.00'])
      expect(stdout).toContain(told)
    expect(JSON.parse((await ask(['runs', '--json'])).stdout)).toEqual({ runs: [run] })
  })

  it('shows one with its calls and tokens', async () => {
    const { stdout } = await ask(['runs', 'show', '8'])
    expect(stdout).toContain('12 answered, 1 under way, 2 failed, 0 lost')
    expect(stdout).toContain('3 from a cache, 4 into one for 5 min, 5 for 1 h')
  })

  it('starts one as it is asked for, and says how many sessions it took and what is next', async () => {
    const { code, stdout, asked } = await ask([
      ...['runs', 'start', '--annotator', 'anthropic', '--model', 'a-model', '--strategy', 'frugal'],
      ...['--since', '2026-01', '--until', '2026-04', '--sessions', '500', '--limit', '25'],
    ])
    expect(code).toBe(0)
    expect(asked).toEqual([
      {
        what: 'POST /v1/runs',
        body: {
          annotator: 'anthropic',
          settings: { model: 'a-model', strategy: 'frugal' },
          scope: { since: '2026-01', until: '2026-04', sessions: 500 },
          limitUsd: 25,
        },
      },
    ])
    expect(stdout).toContain('took 12 sessions of a sample of 500 since 2026-01 until 2026-04')
    expect(stdout).toContain('fieldwork runs choose 8')
  })

  it('waits until nothing is left to do, and fails where the run is stopped', async () => {
    const done = { ...run.history, pending: 0, annotated: 12 }
    const start = ['runs', 'start', '--annotator', 'local', '--wait']
    const waited = await ask(start, [{}, { history: done }])
    expect(waited).toMatchObject({ code: 0, stdout: expect.stringContaining('history: 12 annotated') })
    expect(waited.stderr).toContain('annotating: 12 of 12 sessions')
    const stopped = { stopped: 'spend_limit_reached: x', history: { ...run.history, pending: 0, parked: 4 } }
    expect(await ask(start, [{}, stopped])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('stopped: spend_limit_reached: x'),
    })
  })

  it.each([
    [['choose', '8'], 'POST /v1/runs/8/choose', { topUp: true }, '4 sessions given to it'],
    [
      ['choose', '8', '--force', '--no-top-up'],
      'POST /v1/runs/8/choose',
      { force: true, topUp: false },
      'given',
    ],
    [['stop', '8', '--reason', 'dear'], 'POST /v1/runs/8/stop', { reason: 'dear' }, '4 sessions parked'],
    [['resume', '8'], 'POST /v1/runs/8/resume', {}, '4 sessions resumed'],
    [['cancel', '8'], 'POST /v1/runs/8/cancel', {}, '4 sessions cancelled'],
    [['limit', '8', '0.5'], 'PATCH /v1/runs/8', { limitUsd: 0.5 }, 'Run 8'],
    [['limit', '8', 'none'], 'PATCH /v1/runs/8', { limitUsd: null }, 'Run 8'],
  ])('%j asks for just that, and says what came of it', async (args, what, body, told) => {
    const { code, stdout, asked } = await ask(['runs', ...args])
    expect({ code, asked }).toEqual({ code: 0, asked: [{ what, body }] })
    expect(stdout).toContain(told)
  })

  it.each([
    [['runs', 'start', '--annotator', 'nobody']],
    [['runs', 'start', '--annotator', 'local', '--since', 'May']],
    [['runs', 'start', '--annotator', 'local', '--limit', '-1']],
    [['runs', 'limit', '8', 'much']],
    [['runs', 'stop', 'x']],
    [['runs', 'burn']],
    [['spending', '--monthly-limit', '']],
  ])('%j is not understood, and asks for nothing', async (args) => {
    expect(await ask(args)).toMatchObject({ code: 2, asked: [] })
  })

  it('that does not exist is told with what to do', async () => {
    const { code, stderr } = await ask(['runs', 'show', '9'])
    expect(code).toBe(1)
    expect(stderr).toContain('There is no such run: no run has the id 9')
  })
})

describe('spending', () => {
  it('tells of months and runs, and sets the limit where one is given', async () => {
    const told = await ask(['spending'])
    expect(told).toMatchObject({ code: 0, asked: [] })
    for (const part of ['A month may cost: no limit', '2026-11', '8 anthropic', '3 / 4 / 5'])
      expect(told.stdout).toContain(part)
    const limited = await ask(['spending', '--monthly-limit', '100'])
    expect(limited.asked).toEqual([{ what: 'PUT /v1/spending', body: { monthlyLimitUsd: 100 } }])
    expect(limited.stdout).toContain('A month may cost: $100.00')
    const lifted = await ask(['spending', '--monthly-limit', 'none', '--json'])
    expect(lifted.asked).toMatchObject([{ body: { monthlyLimitUsd: null } }])
    expect(JSON.parse(lifted.stdout)).toMatchObject({ months: [{ month: '2026-11' }] })
  })
})
