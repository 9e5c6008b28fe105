import { setTimeout as sleepFor } from 'node:timers/promises'
import { FieldworkError } from '@fieldwork/errors'
import { type Amounts, kinds } from './amounts.ts'
import { createCalls, type OpenCall } from './calls.ts'
import type { CallEvent, Outcome } from './heed.ts'
import type { Ramp } from './pace.ts'
import type { Policy } from './policy.ts'
import { readRateHeaders } from './rate-headers.ts'
import type { SharedState } from './shared-state.ts'
import { type TurnResult, takeTurn } from './turn.ts'
import { createWaitingList, type Waiter } from './waiting-list.ts'

/** What a call is expected to take. */
export type Demand = {
  readonly project: number
  readonly run: number
  /** Fresh input and what is written to the cache; what is read from it does not count. */
  readonly inputTokens: number
  readonly outputTokens: number
}

type Used = { readonly inputTokens: number; readonly outputTokens: number }

/** One call that may be sent now. Exactly one of the three is to be called at its end; a second changes nothing. */
export type Permit = {
  /** Answered: what it took, and the headers of the answer. */
  settle(used: Used, headers: Headers | undefined): Promise<void>
  /** 429: everybody pauses for that long, or for a growing time where none is given. What was reserved is given back. */
  rateLimited(retryAfterMs: number | undefined, headers: Headers | undefined): Promise<void>
  /** Not sent, or no answer (529, 5xx, timeout, reset): tokens are given back, the request is not. Nothing shrinks. */
  release(): Promise<void>
}

export type Budget = {
  /**
   * Waits until the call is covered and in its turn. Rejects with the reason of the signal, with `store_unavailable` or
   * `queue_unavailable` where the shared state is away, with `service_stopping` once closed.
   */
  acquire(demand: Demand, signal: AbortSignal): Promise<Permit>
  /** Tells the others what ended and that nobody waits here any more. The shared state is left open. */
  close(): Promise<void>
}

export type BudgetOptions = {
  readonly shared: SharedState
  /** Whose limits they are: one for each API key and model, and no secret. */
  readonly key: string
  readonly limits: {
    readonly requestsPerMinute: number
    readonly inputTokensPerMinute: number
    readonly outputTokensPerMinute: number
  }
  /** Unique among all processes that share the state. */
  readonly process: string
  /** How much of a minute's limit may be sent at once. */
  readonly burst?: number
  /** The share of the limit that is used. */
  readonly pace?: number
  readonly ramp?: Ramp
  /** Told when the shared state failed; what was to be said is said again later. */
  readonly onError: (error: unknown) => void
  readonly random?: () => number
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

const defaults = {
  burst: 1 / 30,
  pace: 0.99,
  ramp: { share: 0.5, overMs: 60_000, idleMs: 600_000 },
}
/** More of one flow than a bucket covers at once need not be looked at. */
const LOOKED_AT = 100
const JITTER_MS = 5
const LEAST_WAIT_MS = 2
/** After the shared state failed and somebody still has something to tell it. */
const AGAIN_AFTER_MS = 1_000

/**
 * The part of one process in the budget that all processes of a key share. At most one update of the shared state is under
 * way at a time; it serves everybody who waits in this process, and then sleeps until the next can be served.
 */
export function createBudget(options: BudgetOptions): Budget {
  const { shared, key, process, onError, random = Math.random } = options
  const sleep = options.sleep ?? ((ms, signal) => sleepFor(ms, undefined, { signal }))
  const policy = policyOf(options)
  const waiting = createWaitingList()
  const calls = createCalls()
  let events: readonly { readonly event: CallEvent; heard(): void }[] = []
  let looking: Promise<void> | undefined
  let again = false
  let sleeping = new AbortController()
  let demands = 0
  let closed = false

  function wake(): void {
    again = true
    sleeping.abort()
    looking ??= lookUntilQuiet().finally(() => {
      looking = undefined
    })
  }

  async function lookUntilQuiet(): Promise<void> {
    let waitMs: number | null = null
    while (again) {
      again = false
      waitMs = await look()
    }
    if (waitMs !== null && !closed) lookIn(Math.max(LEAST_WAIT_MS, waitMs) + random() * JITTER_MS)
  }

  function lookIn(ms: number): void {
    sleeping = new AbortController()
    sleep(ms, sleeping.signal).then(wake, () => undefined) // woken before its time
  }

  /** One update. Gives the milliseconds until the next is worth it, or null. */
  async function look(): Promise<number | null> {
    const asked = waiting.first(LOOKED_AT)
    const told = events
    const turn = {
      process,
      waiting: asked.map(({ id, project, run, amounts }) => ({ id, project, run, amounts })),
      inFlight: calls.inFlight(),
      events: told.map(({ event }) => event),
    }
    try {
      const result = await shared.update(key, (state, now) => takeTurn(state, turn, policy, now))
      events = events.slice(told.length)
      hand(asked, result)
      if (result.waitMs === null && !waiting.isEmpty()) again = true
      return result.waitMs
    } catch (error) {
      onError(error)
      for (const waiter of asked) waiting.remove(waiter)?.fail(error)
      return events.length > 0 ? AGAIN_AFTER_MS : null
    } finally {
      for (const { heard } of told) heard()
    }
  }

  function hand(asked: readonly Waiter[], { granted, snapshot }: TurnResult): void {
    calls.saw(snapshot)
    const ids = new Set(granted)
    for (const waiter of asked.filter(({ id }) => ids.has(id))) {
      const call = calls.open(waiter.amounts, snapshot)
      if (waiting.remove(waiter) === undefined) void end(call, { kind: 'withdrawn' })
      else waiter.grant(permitOf(call))
    }
  }

  function end(call: OpenCall, outcome: Outcome): Promise<void> {
    const event = calls.end(call, outcome)
    if (event === undefined) return Promise.resolve()
    return new Promise((heard) => {
      events = [...events, { event, heard }]
      wake()
    })
  }

  const permitOf = (call: OpenCall): Permit => ({
    settle: (used, headers) =>
      end(call, { kind: 'settled', used: usedOf(used, call.reserved), told: readRateHeaders(headers) }),
    rateLimited: (retryAfterMs, headers) =>
      end(call, { kind: 'limited', retryAfterMs, told: readRateHeaders(headers) }),
    release: () => end(call, { kind: 'released' }),
  })

  return {
    acquire(demand, signal) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted()
        if (closed) throw stopping()
        demands += 1
        const { project, run } = demand
        const withdraw = () => {
          if (waiting.remove(waiter) === undefined) return
          reject(signal.reason)
          wake()
        }
        const waiter: Waiter = {
          id: `${process}/${demands}`,
          project,
          run,
          amounts: amountsOf(demand),
          grant(permit) {
            signal.removeEventListener('abort', withdraw)
            resolve(permit)
          },
          fail(error) {
            signal.removeEventListener('abort', withdraw)
            reject(error)
          },
        }
        signal.addEventListener('abort', withdraw, { once: true })
        if (waiting.add(waiter)) wake() // the others of its flow have been told of
      })
    },
    async close() {
      closed = true
      for (const waiter of waiting.first(Number.POSITIVE_INFINITY)) waiting.remove(waiter)?.fail(stopping())
      wake()
      await looking
      sleeping.abort()
    },
  }
}

const stopping = () => new FieldworkError('service_stopping', 'the rate budget was closed')

function policyOf({ limits, burst, pace, ramp }: BudgetOptions): Policy {
  const { requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute } = limits
  const amounts: Amounts = {
    requests: requestsPerMinute,
    inputTokens: inputTokensPerMinute,
    outputTokens: outputTokensPerMinute,
  }
  const policy = {
    limits: amounts,
    burst: burst ?? defaults.burst,
    pace: pace ?? defaults.pace,
    ramp: ramp ?? defaults.ramp,
  }
  const positive = [...kinds.map((kind) => amounts[kind]), policy.burst, policy.pace, policy.ramp.share]
  if (positive.every((value) => value > 0 && Number.isFinite(value))) return policy
  throw new FieldworkError(
    'configuration_invalid',
    'limits, burst, pace and ramp of a rate budget are above 0',
  )
}

/** Throws a RangeError for what is no amount: it would spoil the state of everybody. */
function amountsOf({ inputTokens, outputTokens }: Demand): Amounts {
  if (isAmount(inputTokens) && isAmount(outputTokens)) return { requests: 1, inputTokens, outputTokens }
  throw new RangeError('a demand is of tokens, none or more')
}

/** Where usage is no amount, what was reserved counts as used. */
const usedOf = (used: Used, reserved: Amounts): Amounts => ({
  requests: 1,
  inputTokens: isAmount(used.inputTokens) ? used.inputTokens : reserved.inputTokens,
  outputTokens: isAmount(used.outputTokens) ? used.outputTokens : reserved.outputTokens,
})

const isAmount = (value: number) => Number.isFinite(value) && value >= 0
