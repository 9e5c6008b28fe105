import type { Permit } from './budget.ts'
import type { Waiting } from './turn.ts'

/** A demand that waits in this process, and how its caller hears of it. */
export type Waiter = Waiting & {
  grant(permit: Permit): void
  fail(error: unknown): void
}

export type WaitingList = {
  /** True where it is the first of its flow, which the others do not know of yet. */
  add(waiter: Waiter): boolean
  /** Takes it off the list, where it still is on it. */
  remove(waiter: Pick<Waiter, 'id' | 'project' | 'run'>): Waiter | undefined
  /** The first few of every flow, in order. */
  first(each: number): readonly Waiter[]
  isEmpty(): boolean
}

/** Those who wait in this process, by flow, so that a hundred thousand cost no more than the few that are next. */
export function createWaitingList(): WaitingList {
  const flows = new Map<string, Map<string, Waiter>>()
  const nameOf = ({ project, run }: { project: number; run: number }) => `${project}/${run}`
  return {
    add(waiter) {
      const flow = flows.get(nameOf(waiter))
      if (flow === undefined) flows.set(nameOf(waiter), new Map([[waiter.id, waiter]]))
      else flow.set(waiter.id, waiter)
      return flow === undefined
    },
    remove(waiter) {
      const flow = flows.get(nameOf(waiter))
      const found = flow?.get(waiter.id)
      flow?.delete(waiter.id)
      if (flow?.size === 0) flows.delete(nameOf(waiter))
      return found
    },
    first: (each) => [...flows.values()].flatMap((flow) => firstOf(flow.values(), each)),
    isEmpty: () => flows.size === 0,
  }
}

function firstOf<T>(values: Iterable<T>, count: number): readonly T[] {
  const found: T[] = []
  for (const value of values) {
    if (found.length >= count) break
    found.push(value)
  }
  return found
}
