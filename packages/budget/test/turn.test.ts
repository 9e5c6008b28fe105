import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOffice, inputOnly, ofInput, settledWith } from './office.ts'

const LIMIT = 60_000 // one token a millisecond
const processes = ['a', 'b', 'c']
const demandOf = (id: string, tokens: number, project = 1, run = 1) => ({
  id,
  project,
  run,
  amounts: ofInput(tokens),
})

const step = fc.record({
  process: fc.constantFrom(...processes),
  ms: fc.integer({ min: 0, max: 3_000 }),
  asks: fc.array(
    fc.record({
      tokens: fc.integer({ min: 0, max: 3_000 }),
      project: fc.integer({ min: 1, max: 3 }),
      run: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 4 },
  ),
  withdraws: fc.boolean(),
  ends: fc.constantFrom('none', 'first', 'last', 'all'),
  /** Share of the reservation that is used. */
  usedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  remaining: fc.option(fc.integer({ min: 0, max: 100_000 })),
  outcome: fc.constantFrom('settled', 'settled', 'settled', 'limited', 'released'),
})

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

type Office = ReturnType<typeof createOffice>

/** Plays the steps; every call uses a share of what it reserved, known only when it ends. */
function play(steps: readonly Step[], burst: number) {
  const office = createOffice(inputOnly(LIMIT, burst))
  const used = new Map<string, number>()
  let asked = 0
  for (const one of steps) {
    office.pass(one.ms)
    if (one.withdraws) office.withdraw(one.process)
    for (const { tokens, project, run } of one.asks) {
      asked += 1
      office.ask(one.process, demandOf(`${asked}`, tokens, project, run))
    }
    for (const call of endingOf(office, one)) used.set(call.id, endAs(office, call, one))
    office.look(one.process)
  }
  return { office, used }
}

function endingOf(office: Office, { process, ends }: Step) {
  const open = office.open().filter((call) => call.process === process)
  if (ends === 'all') return open
  if (ends === 'first') return open.slice(0, 1)
  return ends === 'last' ? open.slice(-1) : []
}

/** Ends a call as the step says; gives what it used. */
function endAs(
  office: Office,
  { id, waiting }: ReturnType<Office['open']>[number],
  { usedShare, remaining, outcome }: Step,
): number {
  const tokens = Math.floor(waiting.amounts.inputTokens * usedShare)
  const told = remaining === null ? {} : { inputTokens: { remaining } }
  if (outcome === 'settled') office.end(id, { kind: 'settled', used: ofInput(tokens), told })
  else if (outcome === 'limited') office.end(id, { kind: 'limited', retryAfterMs: 100, told })
  else office.end(id, { kind: 'released' })
  return outcome === 'settled' ? tokens : 0
}

/** Everybody looks when it is worth it, for so long: what is ahead is served meanwhile. */
function lookInTurn(office: Office, ms: number) {
  const end = office.now() + ms + 5
  const look = (process: string) =>
    office.now() + (office.look(process).waitMs ?? Number.POSITIVE_INFINITY) + 0.1
  const due = new Map(processes.map((process) => [process, look(process)]))
  for (;;) {
    const [process, at] = [...due].reduce((first, one) => (one[1] < first[1] ? one : first))
    if (at > end) return office.pass(end - office.now())
    office.pass(Math.max(0, at - office.now()))
    due.set(process, look(process))
  }
}

describe('a budget of several processes', () => {
  it('grants within any time no more than flows in and one burst, or one larger demand, of calls that use what they reserve', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (steps, burst) => {
          // What is given back is used later than it flowed in.
          const whole = steps.map(
            (one) => ({ ...one, usedShare: 1, outcome: 'settled', withdraws: false }) as const,
          )
          const { office, used } = play(whole, burst)
          const calls = office.all
            .map(({ id, at, waiting }) => ({ at, tokens: used.get(id) ?? waiting.amounts.inputTokens }))
            .toSorted((a, b) => a.at - b.at)
          const most = Math.max(
            LIMIT * burst,
            ...office.all.map(({ waiting }) => waiting.amounts.inputTokens),
          )
          for (let from = 0; from < calls.length; from += 1) {
            let sum = 0
            for (const { at, tokens } of calls.slice(from)) {
              sum += tokens
              const ms = at - (calls[from]?.at ?? at)
              // A demand larger than the bucket is granted when the bucket is full, and is owed afterwards.
              expect(sum).toBeLessThanOrEqual((ms * LIMIT) / 60_000 + LIMIT * burst + most + 1e-3)
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('leaves nobody waiting whom the buckets cover', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { office } = play(steps, 0.05)
        const paused = office.state().pausedUntil > office.now()
        for (const process of processes) {
          const { waitMs } = office.look(process)
          if (waitMs === null) expect(office.waits(process)).toEqual([])
          else expect(waitMs).toBeGreaterThan(0)
          if (!paused && waitMs !== null && waitMs < 5_000) {
            const before = office.all.length
            lookInTurn(office, waitMs)
            office.look(process) // what others granted in its place
            expect(office.all.length).toBeGreaterThan(before)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('holds, once all is settled, exactly what flowed in less what was used', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            process: fc.constantFrom(...processes),
            ms: fc.integer({ min: 0, max: 3_000 }),
            reserves: fc.integer({ min: 0, max: 3_000 }),
            uses: fc.integer({ min: 0, max: 5_000 }),
          }),
          { maxLength: 60 },
        ),
        (calls) => {
          const office = createOffice(inputOnly(LIMIT, 1_000)) // never full
          const uses = new Map<string, number>()
          const start = office.now()
          office.look('a')
          calls.forEach(({ process, ms, reserves, uses: tokens }, n) => {
            office.pass(ms)
            office.ask(process, demandOf(`${n}`, reserves))
            uses.set(`${n}`, tokens)
            const [first] = office.open()
            if (first !== undefined && n % 2 === 0) office.end(first.id, settledWith(uses.get(first.id) ?? 0))
            for (const one of processes) office.look(one)
          })
          office.pass(100_000_000)
          for (const round of [1, 2, 3]) {
            for (const { id } of office.open()) office.end(id, settledWith(uses.get(id) ?? 0))
            for (const one of processes) office.look(one)
            expect(round).toBeLessThan(4)
          }
          const used = office.all.reduce((sum, { id }) => sum + (uses.get(id) ?? 0), 0)
          const flowed = Math.min(1_000 * LIMIT, office.now() - start)
          expect(office.all.length).toBe(calls.length)
          const { level, debt } = office.state().buckets.inputTokens
          if (office.now() - start < 1_000 * LIMIT) expect(level).toBeCloseTo(flowed - used, 3)
          expect(debt).toBe(0)
          for (const { inFlight } of Object.values(office.state().processes)) {
            expect(inFlight).toEqual({ requests: 0, inputTokens: 0, outputTokens: 0 })
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('the order of those who wait', () => {
  it('serves a run that arrives next, whoever has a hundred thousand waiting', () => {
    const office = createOffice(inputOnly(LIMIT, 0.02))
    for (let n = 0; n < 2_000; n += 1) office.ask('a', demandOf(`backfill ${n}`, 1_000, 1, 1))
    for (let seconds = 0; seconds < 10; seconds += 1) {
      office.look('a')
      office.pass(1_000)
    }
    office.look('a')
    office.ask('b', demandOf('small', 1_000, 1, 2))
    office.look('b')
    const before = office.all.length
    office.pass(1_000)
    office.look('a')
    office.look('b')
    expect(office.all.slice(before).map(({ id }) => id)).toContain('small')
  })

  it('shares evenly between projects, and within one between its runs, whatever their demands', () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: 50, max: 1_000 }),
          fc.integer({ min: 50, max: 1_000 }),
          fc.integer({ min: 50, max: 1_000 }),
        ),
        ([one, two, three]) => {
          const office = createOffice(inputOnly(LIMIT, 0.02))
          const tokens: Record<string, number> = { x: one, y: two, z: three }
          for (let n = 0; n < 3_000; n += 1) {
            office.ask('a', demandOf(`x${n}`, one, 1, 1))
            office.ask('a', demandOf(`y${n}`, two, 2, 2))
            office.ask('b', demandOf(`z${n}`, three, 2, 3))
          }
          for (let n = 0; n < 400; n += 1) {
            office.pass(100)
            office.look('a')
            office.look('b')
          }
          const served = (flow: string) =>
            office.all.filter(({ id }) => id.startsWith(flow)).length * (tokens[flow] ?? 0)
          const most = Math.max(one, two, three)
          expect(Math.abs(served('x') - served('y') - served('z'))).toBeLessThanOrEqual(4 * most)
          expect(Math.abs(served('y') - served('z'))).toBeLessThanOrEqual(4 * most)
        },
      ),
      { numRuns: 10 },
    )
  })
})

describe('a process that dies', () => {
  it('costs the others no more than the call at the head of each of its flows', () => {
    const office = createOffice(inputOnly(LIMIT, 0.02))
    for (let n = 0; n < 100; n += 1) office.ask('dead', demandOf(`dead ${n}`, 1_000, 1, n % 2))
    office.look('dead')
    for (let n = 0; n < 100; n += 1) office.ask('alive', demandOf(`alive ${n}`, 1_000, 2, 1))
    for (let n = 0; n < 600; n += 1) {
      office.pass(100)
      office.look('alive')
    }
    const served = office.all.filter(({ process }) => process === 'alive').length
    expect(served).toBeGreaterThanOrEqual(60 - 3)
    expect(office.state().processes.dead).toBeDefined()
    office.pass(600_001)
    expect(office.state().processes.dead).toBeUndefined()
  })

  it('gives what was granted in its place to nobody else, and takes it when it is only slow', () => {
    const office = createOffice(inputOnly(LIMIT, 0.02))
    office.ask('slow', demandOf('slow', 1_000, 1, 1))
    office.look('slow')
    office.pass(1_000)
    office.ask('quick', demandOf('quick', 1_000, 1, 1))
    expect(office.look('quick').granted).toEqual([])
    expect(office.look('slow').granted).toEqual(['slow'])
  })

  it('gets back what was granted in its place to a demand that it withdrew', () => {
    const office = createOffice(inputOnly(LIMIT, 0.02))
    office.ask('slow', demandOf('slow', 1_000, 1, 1))
    office.look('slow')
    office.pass(1_000)
    office.ask('quick', demandOf('quick', 1_000, 1, 1))
    office.look('quick')
    office.withdraw('slow')
    office.look('slow')
    expect(office.look('quick').granted).toEqual(['quick'])
  })
})

describe('stored state', () => {
  it('that cannot be read is begun anew with empty buckets', () => {
    for (const spoilt of [null, 'x', 7, [], {}, { version: 2 }, { version: 1, at: 'now' }]) {
      const office = createOffice(inputOnly(LIMIT, 0.02))
      office.spoil(spoilt)
      office.ask('a', demandOf('one', 1_000))
      expect(office.look('a').granted).toEqual([])
      office.pass(1_000)
      expect(office.look('a').granted).toEqual(['one'])
    }
  })

  it('stays small, however many wait', () => {
    const office = createOffice(inputOnly(LIMIT, 0.02))
    for (let n = 0; n < 5_000; n += 1) office.ask(processes[n % 3] ?? 'a', demandOf(`${n}`, 500, 1, n % 4))
    for (let n = 0; n < 50; n += 1) {
      office.pass(500)
      for (const process of processes) office.look(process)
    }
    expect(JSON.stringify(office.state()).length).toBeLessThan(5_000)
  })
})
