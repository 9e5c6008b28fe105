import { type Amounts, each, kinds, nothing, plus } from './amounts.ts'
import { missing, take } from './bucket.ts'
import { type FairQueue, forget, nextOf, serve } from './fair-queue.ts'
import { type CallEvent, heed, withUsed } from './heed.ts'
import type { Snapshot } from './observe.ts'
import { capacityOf, inflowMs, inUse, type Policy, refilled } from './policy.ts'
import { type BudgetState, type Head, newProcess, type ProcessState, readState } from './state.ts'

/** A demand that waits, in the order of arrival in its process. */
export type Waiting = Omit<Head, 'since'>

/** What one process has to say and to ask at one look at the shared state. */
export type Turn = {
  readonly process: string
  readonly waiting: readonly Waiting[]
  /** Of calls granted and not among the events. */
  readonly inFlight: Amounts
  readonly events: readonly CallEvent[]
}

export type TurnResult = {
  readonly granted: readonly string[]
  /** Milliseconds until another look is worth it; null where nothing of the process waits. */
  readonly waitMs: number | null
  readonly snapshot: Snapshot
}

/** A dead process is forgotten after so long; what it had reserved counts as used. */
const LEASE_MS = 600_000
/** At the latest a process looks again after so long, so that its heads stay known. */
const LONGEST_WAIT_MS = 5_000
/** How long after its next look a process may be late before its heads no longer count. */
const GRACE_MS = 10_000

/**
 * One look of a process: heeds what became of its calls, then grants, in the order of the fair queue over the heads of all
 * processes, as long as the buckets cover whoever is next. Nobody is overtaken: a small demand behind a large one waits
 * for it. Where the head of another process is next it is granted in its place and found at its next look, so that nobody
 * waits for a process that is slow or dead.
 */
export function takeTurn(
  stored: unknown,
  turn: Turn,
  policy: Policy,
  now: number,
): { readonly state: BudgetState; readonly result: TurnResult } {
  const before = withoutDead(refilled(readState(stored, policy.limits, now), policy, now), now)
  const own = before.processes[turn.process] ?? newProcess(now)
  const isNew = ({ sequence }: CallEvent) => sequence > own.heeded
  const heeded = turn.events.filter(isNew).reduce((state, event) => heed(state, event, policy, now), before)
  const found = collect(heeded, own, turn.waiting, policy)
  const rest = turn.waiting.filter(({ id }) => !found.ids.includes(id))
  const queues = queuesOf(rest, own.heads, now)
  const others = Object.entries(heeded.processes).filter(([name]) => name !== turn.process)
  const start = rest.length > 0 ? inUse(found.state, policy, now) : found.state
  const granting = grant(start, queues, Object.fromEntries(others), policy, now)

  const heads = queues.flatMap((queue) => queue.slice(0, 1))
  const waitMs = heads.length === 0 ? null : waitOf(granting.state, heads, granting.others, policy, now)
  const inFlight = plus(plus(turn.inFlight, found.amounts), granting.amounts)
  const process: ProcessState = {
    seen: now,
    until: now + (waitMs ?? 0) + GRACE_MS,
    heeded: turn.events.at(-1)?.sequence ?? own.heeded,
    inFlight,
    heads,
    granted: [],
  }
  const processes = { ...granting.others, [turn.process]: process }
  const waitingHeads = liveHeads(processes, now)
  const state = { ...granting.state, processes, queue: forget(granting.state.queue, waitingHeads) }
  return {
    state,
    result: { granted: [...found.ids, ...granting.ids], waitMs, snapshot: snapshotOf(state) },
  }
}

type Processes = Readonly<Record<string, ProcessState>>

function withoutDead(state: BudgetState, now: number): BudgetState {
  const alive = Object.entries(state.processes).filter(([, { seen }]) => now - seen <= LEASE_MS)
  return { ...state, processes: Object.fromEntries(alive) }
}

/** What others granted this process. What it no longer waits for is given back. */
function collect(state: BudgetState, own: ProcessState, waiting: readonly Waiting[], policy: Policy) {
  const waits = new Set(waiting.map(({ id }) => id))
  const found = own.granted.filter(({ id }) => waits.has(id))
  const withdrawn = own.granted.filter(({ id }) => !waits.has(id))
  return {
    ids: found.map(({ id }) => id),
    amounts: sum(found),
    state: withdrawn.reduce((after, { amounts }) => withUsed(after, amounts, nothing, policy), state),
  }
}

/** One queue a flow; a head that is known already keeps its place. */
function queuesOf(waiting: readonly Waiting[], known: readonly Head[], now: number): Head[][] {
  const since = new Map(known.map((head) => [head.id, head.since]))
  const flows = Map.groupBy(waiting, ({ project, run }) => `${project}/${run}`)
  return [...flows.values()].map((flow) => flow.map((one) => ({ ...one, since: since.get(one.id) ?? now })))
}

const liveHeads = (processes: Processes, now: number): readonly Head[] =>
  Object.values(processes)
    .filter(({ until }) => until >= now)
    .flatMap(({ heads }) => heads)

/** Takes from the queues, and from the heads of others, whoever is next and covered. Empties `queues` as it goes. */
function grant(
  initial: BudgetState,
  queues: Head[][],
  initialOthers: Processes,
  policy: Policy,
  now: number,
) {
  let state = initial
  let others = initialOthers
  let amounts = nothing
  const ids: string[] = []
  while (now >= state.pausedUntil) {
    const heads = [...queues.flatMap((queue) => queue.slice(0, 1)), ...liveHeads(others, now)]
    const next = nextOf(state.queue, heads)
    if (next === undefined || lackMs(state, next.amounts, nothing, policy) > 0) break
    state = taken(state, next)
    const queue = queues.find(([head]) => head?.id === next.id)
    if (queue === undefined) {
      others = grantedTo(others, next)
    } else {
      queue.shift()
      ids.push(next.id)
      amounts = plus(amounts, next.amounts)
    }
  }
  return { state, others, ids, amounts }
}

const taken = (state: BudgetState, head: Head): BudgetState => ({
  ...state,
  queue: serve(state.queue, head, costOf(head.amounts, state.limits)),
  buckets: each((kind) => take(state.buckets[kind], head.amounts[kind])),
})

function grantedTo(others: Processes, head: Head): Processes {
  const moved = Object.entries(others).map(([name, process]) => {
    const isIts = process.heads.some(({ id }) => id === head.id)
    if (!isIts) return [name, process] as const
    return [
      name,
      {
        ...process,
        heads: process.heads.filter(({ id }) => id !== head.id),
        granted: [...process.granted, head],
        inFlight: plus(process.inFlight, head.amounts),
      },
    ] as const
  })
  return Object.fromEntries(moved)
}

/**
 * The cost by which flows share: of what the demand takes, in minutes of its limit, the scarcest (Ghodsi et al. 2011,
 * dominant resource fairness).
 */
const costOf = (amounts: Amounts, limits: Amounts) =>
  Math.max(...kinds.map((kind) => amounts[kind] / limits[kind]))

/** Milliseconds until the buckets cover these amounts after others have taken theirs. */
function lackMs(state: BudgetState, amounts: Amounts, ahead: Amounts, policy: Policy): number {
  const capacity = capacityOf(policy)(state.limits)
  const waits = kinds.map((kind) => {
    const short = missing(state.buckets[kind].level - ahead[kind], amounts[kind], capacity[kind])
    return inflowMs(state, policy, short, state.limits[kind])
  })
  return Math.max(...waits)
}

/** Milliseconds until the first of these heads can be granted, everybody served in turn. */
function waitOf(
  state: BudgetState,
  own: readonly Head[],
  others: Processes,
  policy: Policy,
  now: number,
): number {
  const heads = new Set([...own, ...liveHeads(others, now)])
  let queue: FairQueue = state.queue
  let ahead = nothing
  for (;;) {
    const next = nextOf(queue, [...heads])
    if (next === undefined) return LONGEST_WAIT_MS
    if (own.includes(next)) {
      const covered = lackMs(state, next.amounts, ahead, policy)
      return Math.min(LONGEST_WAIT_MS, Math.max(covered, state.pausedUntil - now))
    }
    ahead = plus(ahead, next.amounts)
    queue = serve(queue, next, costOf(next.amounts, state.limits))
    heads.delete(next)
  }
}

const sum = (heads: readonly Head[]) => heads.reduce((total, { amounts }) => plus(total, amounts), nothing)

function snapshotOf({ at, buckets, processes }: BudgetState): Snapshot {
  return {
    at,
    lowest: each((kind) => buckets[kind].level + buckets[kind].corrected),
    debited: each((kind) => buckets[kind].debited),
    inFlight: Object.values(processes).reduce((total, { inFlight }) => plus(total, inFlight), nothing),
  }
}
