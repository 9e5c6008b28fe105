import { describe, expect, it } from 'vitest'
import { createLiveness } from '../src/index.ts'

/** A process in made-up time, in seconds. */
function processInTime(delayMs = 0) {
  const state = { at: 1_000, waiting: 0, activity: 0, broken: false }
  const probe = createLiveness({
    clock: () => state.at * 1_000,
    staleAfterMs: 60_000,
    backlog: async () => {
      if (state.broken) throw new Error('the queue is away')
      return state.waiting
    },
    lastActivity: () => state.activity * 1_000,
    eventLoopDelayMs: () => delayMs,
    eventLoopLimitMs: 5_000,
  })
  return { state, probe }
}

describe('a process that consumes', () => {
  it('is alive while nothing waits, however long nothing happened', async () => {
    const { probe, state } = processInTime()
    expect(await probe()).toMatchObject({ ok: true })
    state.at += 1e6
    expect(await probe()).toMatchObject({ ok: true })
  })

  it('is alive when work arrives after a long idle time, and has its time to take it', async () => {
    const { probe, state } = processInTime()
    state.at = 1e6
    state.waiting = 5
    expect(await probe()).toMatchObject({ ok: true })
    state.at += 59
    expect(await probe()).toMatchObject({ ok: true })
    state.at += 1
    expect(await probe()).toMatchObject({
      ok: false,
      checks: { consuming: { ok: false, detail: '5 wait and none was taken or finished for 60 s' } },
    })
  })

  it('is alive again when work is taken, or when nothing waits any more', async () => {
    const { probe, state } = processInTime()
    state.waiting = 5
    await probe()
    state.at += 100
    expect(await probe()).toMatchObject({ ok: false })
    state.activity = state.at - 10
    expect(await probe()).toMatchObject({ ok: true })
    state.at += 60
    expect(await probe()).toMatchObject({ ok: false })
    state.waiting = 0
    expect(await probe()).toMatchObject({ ok: true })
    state.waiting = 1
    expect(await probe()).toMatchObject({ ok: true })
  })

  it('is not blamed for a backlog nobody can ask for', async () => {
    const { probe, state } = processInTime()
    state.broken = true
    await probe()
    state.at += 1e6
    expect(await probe()).toMatchObject({
      ok: true,
      checks: { consuming: { detail: expect.stringContaining('the queue is away') } },
    })
  })
})

describe('the event loop', () => {
  it('that was held up too long fails the probe', async () => {
    expect(await processInTime(4_999).probe()).toMatchObject({ ok: true })
    expect(await processInTime(5_000).probe()).toMatchObject({
      ok: false,
      checks: { eventLoop: { ok: false } },
    })
  })

  it('is measured where no measure is given, since the last probe', async () => {
    const probe = createLiveness({
      clock: Date.now,
      staleAfterMs: 1,
      backlog: async () => 0,
      lastActivity: () => 0,
      eventLoopLimitMs: 900,
    })
    const turn = () => new Promise((resolve) => setTimeout(resolve, 60))
    await turn()
    const until = performance.now() + 1_100
    while (performance.now() < until);
    await turn()
    expect(await probe()).toMatchObject({ ok: false })
    await turn()
    expect(await probe()).toMatchObject({ ok: true })
  })
})
