import type { Amounts } from '../src/amounts.ts'
import { nothing, plus } from '../src/amounts.ts'
import type { CallEvent, Outcome } from '../src/heed.ts'
import type { Snapshot } from '../src/observe.ts'
import type { Policy } from '../src/policy.ts'
import type { BudgetState } from '../src/state.ts'
import { takeTurn, type Waiting } from '../src/turn.ts'

export const noRamp = { share: 1, overMs: 0, idleMs: Number.MAX_SAFE_INTEGER }

/** A policy whose requests and output never run out. */
export const inputOnly = (inputTokens: number, burst: number): Policy => ({
  limits: { requests: 1e9, inputTokens, outputTokens: 1e9 },
  burst,
  pace: 1,
  ramp: noRamp,
})

export const ofInput = (inputTokens: number): Amounts => ({ requests: 1, inputTokens, outputTokens: 1 })

export type Granted = {
  readonly id: string
  readonly process: string
  /** When it was taken from the buckets. */
  readonly at: number
  readonly waiting: Waiting
  readonly snapshot: Snapshot
}

/** Several processes at one state under a clock that is set by hand; what they say and ask is set by hand too. */
export function createOffice(policy: Policy) {
  let stored: unknown
  let now = 1_000_000
  const waiting = new Map<string, Waiting[]>()
  const open = new Map<string, Granted>()
  const events = new Map<string, CallEvent[]>()
  let sequence = 0
  const all: Granted[] = []
  /** When others took for a process what it finds later. */
  const takenAt = new Map<string, number>()

  const openOf = (process: string) => [...open.values()].filter((one) => one.process === process)
  return {
    all: all as readonly Granted[],
    now: () => now,
    pass(ms: number) {
      now += ms
    },
    ask(process: string, one: Waiting) {
      waiting.set(process, [...(waiting.get(process) ?? []), one])
    },
    withdraw(process: string) {
      waiting.set(process, [])
    },
    open: () => [...open.values()],
    end(id: string, outcome: Outcome) {
      const call = open.get(id)
      if (call === undefined) throw new Error(`${id} is not open`)
      open.delete(id)
      sequence += 1
      const event = { sequence, reserved: call.waiting.amounts, granted: call.snapshot, outcome }
      events.set(call.process, [...(events.get(call.process) ?? []), event])
    },
    waits: (process: string) => waiting.get(process) ?? [],
    look(process: string): { granted: readonly string[]; waitMs: number | null } {
      const asked = waiting.get(process) ?? []
      const inFlight = openOf(process).reduce((sum, one) => plus(sum, one.waiting.amounts), nothing)
      const turn = { process, waiting: asked, inFlight, events: events.get(process) ?? [] }
      const { state, result } = takeTurn(stored, turn, policy, now)
      stored = JSON.parse(JSON.stringify(state))
      for (const { granted } of Object.values(state.processes)) {
        for (const { id } of granted) if (!takenAt.has(id)) takenAt.set(id, now)
      }
      events.set(process, [])
      waiting.set(
        process,
        asked.filter(({ id }) => !result.granted.includes(id)),
      )
      for (const id of result.granted) {
        const one = asked.find((each) => each.id === id)
        if (one === undefined) throw new Error(`${id} was granted and not asked for`)
        const granted = { id, process, at: takenAt.get(id) ?? now, waiting: one, snapshot: result.snapshot }
        open.set(id, granted)
        all.push(granted)
      }
      return result
    },
    state(): BudgetState {
      return takeTurn(
        stored,
        { process: 'onlooker', waiting: [], inFlight: nothing, events: [] },
        policy,
        now,
      ).state
    },
    spoil(value: unknown) {
      stored = value
    },
  }
}

export const settledWith = (inputTokens: number): Outcome => ({
  kind: 'settled',
  used: { requests: 1, inputTokens, outputTokens: 1 },
  told: {},
})
