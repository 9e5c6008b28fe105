import { isDeepStrictEqual } from 'node:util'
import type { Database } from '@fieldwork/store'
import { type AccountStatement, type Random, randomOf, startModelSimulator } from '@fieldwork/testkit'
import { createTestDatabase } from '@fieldwork/testkit/vitest'
import { expect, test } from 'vitest'
import { describeBackends } from './backends.ts'
import { faultStorm } from './fault-storm.ts'
import { expectWhole } from './invariants.ts'
import { push, sampleSessions } from './sample-sessions.ts'
import type { Service } from './service.ts'
import { createSystem, type System } from './system.ts'

/** Five minutes: a tenth of what is asked is asked again seconds later, and workers die all the while. */
const PATIENCE_MS = 300_000
const WORKERS = 3
const CONCURRENCY = 8
const KILL_EVERY_MS = 4_000
/** Of so many sessions, from the second such number on, four meet a fault that lasts: two are unscorable, two dead. */
const LASTING = 100

describeBackends('a model in bad weather and workers killed at random', (backend) => {
  const strategy = backend.name === 'Redis' ? 'faithful' : 'frugal'
  // Faithful asks eleven times as often.
  const count = strategy === 'faithful' ? 400 : 2_000

  test(`${count} sessions (${strategy}) each end in one state, and every call is accounted for to the token`, {
    timeout: 2 * PATIENCE_MS,
  }, async () => {
    const dice = randomOf(7, 0)
    const simulator = await startModelSimulator({
      faults: faultStorm(dice, Date.now()),
      latencyMs: 30,
      keepBodies: false,
    })
    const { url } = await createTestDatabase()
    await using system = await createSystem({
      databaseUrl: url,
      queue: backend.of(url),
      environment: {
        ANNOTATOR: 'anthropic',
        ANTHROPIC_API_KEY: 'a-key',
        ANTHROPIC_BASE_URL: simulator.url,
        ANTHROPIC_STRATEGY: strategy,
        ANTHROPIC_TIMEOUT_SECONDS: '3',
        CONCURRENCY: String(CONCURRENCY),
        REQUESTS_PER_MINUTE: '60000',
        INPUT_TOKENS_PER_MINUTE: '100000000',
        OUTPUT_TOKENS_PER_MINUTE: '100000000',
        CLAIM_SECONDS: '5',
      },
    })
    await system.start('api')
    await system.startAll('aggregator')
    const sessions = sampleSessions('storm', count)
    const half = count / 2
    const batches = [await push(system, sessions.slice(0, half)), await push(system, sessions.slice(half))]
    const kills = await killWorkersUntil(system, () => system.settled(batches, PATIENCE_MS), dice)
    expect(kills).toBeGreaterThanOrEqual(2)

    await expectWhole(system, batches)
    const ends = await endsByFault(system.database)
    const each = count / LASTING - 1
    expect(ends).toMatchObject({
      lasting: { unscorable: 2 * each, dead: 2 * each },
      passing: { all: count - 4 * each },
    })
    // Who meets two bad answers in a row, or five errors, has had bad luck.
    expect(ends.passing.annotated).toBeGreaterThan(0.98 * ends.passing.all)

    const { paid, lost } = await compareAccounts(system.database, simulator.account())
    expect(paid).toBeGreaterThanOrEqual(count - 2 * each)
    // Beside what the weather cut off, at most what the killed workers had under way.
    expect(lost).toBeLessThanOrEqual(paid * 0.1 + kills * CONCURRENCY * (strategy === 'faithful' ? 10 : 1))
    await simulator.close()
  })
})

/** Keeps three workers, of which one is killed every few seconds, until the work is done. Gives how many were killed. */
async function killWorkersUntil(system: System, done: () => Promise<unknown>, dice: Random): Promise<number> {
  const workers: Service[] = await Promise.all(Array.from({ length: WORKERS }, () => system.start('worker')))
  let kills = 0
  let over = false
  const killing = (async () => {
    while (!over) {
      await new Promise((resolve) => setTimeout(resolve, KILL_EVERY_MS * (0.5 + dice())))
      if (over) return
      const [doomed] = workers.splice(Math.floor(dice() * workers.length), 1)
      await doomed?.end('SIGKILL')
      kills += 1
      workers.push(await system.start('worker'))
    }
  })()
  await done()
  over = true
  await killing
  return kills
}

/** How the sessions whose fault lasts ended, those named 01 to 04, and how all others. */
async function endsByFault({ pool }: Database) {
  const { rows } = await pool.query<{ lasts: boolean; state: string; n: number }>(
    `select external_id ~ '0[1-4]$' as lasts, state, count(*) as n
     from session_revisions join sessions on sessions.id = session_id group by 1, 2`,
  )
  const of = (lasts: boolean, state?: string) =>
    rows
      .filter((row) => row.lasts === lasts && (state ?? row.state) === row.state)
      .reduce((sum, { n }) => sum + n, 0)
  return {
    lasting: { unscorable: of(true, 'unscorable'), dead: of(true, 'dead') },
    passing: { annotated: of(false, 'annotated'), all: of(false) },
  }
}

type LedgerRow = {
  readonly id: string
  readonly key: string
  readonly state: string
  readonly tokens: readonly number[]
  readonly costUsd: number
}

/**
 * The ledger beside the model's own account: what is settled agrees to the token, whatever else the model charged is lost
 * and counts at its estimate, nothing is settled twice or open, and the sums of spending are those of the calls.
 */
async function compareAccounts(
  database: Database,
  account: AccountStatement,
): Promise<{ paid: number; lost: number }> {
  const { rows } = await database.pool.query<LedgerRow>(
    `select id, concat_ws('/', revision_id, run_id, step, attempt) as key, state, cost_usd::float8 as "costUsd",
       array[input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens] as tokens
     from model_calls`,
  )
  const ledger = new Map(rows.map((row) => [row.id, row]))
  const charged = new Map(account.entries.map((entry) => [entry.callId, entry]))
  expect(charged.size).toBe(account.entries.length)
  const settled = rows.filter(({ state }) => state === 'settled')
  const wrong = settled.filter(({ id, tokens, costUsd }) => {
    const entry = charged.get(id)
    if (entry === undefined) return true
    const { usage } = entry
    const theirs = [
      usage.input_tokens,
      usage.output_tokens,
      usage.cache_read_input_tokens,
      usage.cache_creation.ephemeral_5m_input_tokens,
      usage.cache_creation.ephemeral_1h_input_tokens,
    ]
    return !isDeepStrictEqual(tokens, theirs) || Math.abs(costUsd - (entry.usd ?? 0)) > 1e-8
  })
  expect(wrong).toEqual([])
  expect(rows.filter(({ state }) => state === 'reserved')).toEqual([])
  expect(new Set(settled.map(({ key }) => key)).size).toBe(settled.length)
  const unsettled = account.entries.filter(({ callId }) => ledger.get(callId ?? '')?.state !== 'settled')
  expect(new Set(unsettled.map(({ callId }) => ledger.get(callId ?? '')?.state))).toEqual(new Set(['lost']))
  await expectSums(database, rows)
  return { paid: settled.length, lost: unsettled.length }
}

async function expectSums({ pool }: Database, rows: readonly LedgerRow[]): Promise<void> {
  const total = rows.reduce((sum, { costUsd }) => sum + costUsd, 0)
  const { rows: sums } = await pool.query<{ settled: number; reserved: number }>(
    'select settled_usd::float8 as settled, reserved_usd::float8 as reserved from spending',
  )
  expect(sums).toHaveLength(2)
  for (const { settled, reserved } of sums) {
    expect(settled).toBeCloseTo(total, 6)
    expect(reserved).toBeCloseTo(0, 6)
  }
}
