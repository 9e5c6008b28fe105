import { type Amounts, each, nothing, plus } from './amounts.ts'
import type { CallEvent, Outcome } from './heed.ts'
import type { Snapshot } from './observe.ts'

export type OpenCall = { readonly reserved: Amounts; granted: Snapshot }

export type Calls = {
  /** A call that was granted. */
  open(reserved: Amounts, granted: Snapshot): OpenCall
  /** What became of it, as an event to be told; undefined where it was told before. */
  end(call: OpenCall, outcome: Outcome): CallEvent | undefined
  /** Reserved by the calls that are open. */
  inFlight(): Amounts
  /** The levels as they were seen: the open calls remember the least. */
  saw(snapshot: Snapshot): void
}

/** The calls of this process that were granted and have not ended. */
export function createCalls(): Calls {
  const calls = new Set<OpenCall>()
  let sequence = 0
  return {
    open(reserved, granted) {
      const call = { reserved, granted }
      calls.add(call)
      return call
    },
    end(call, outcome) {
      if (!calls.delete(call)) return undefined
      sequence += 1
      return { sequence, reserved: call.reserved, granted: call.granted, outcome }
    },
    inFlight: () => [...calls].reduce((total, { reserved }) => plus(total, reserved), nothing),
    saw({ lowest }) {
      for (const call of calls) {
        const before = call.granted.lowest
        call.granted = { ...call.granted, lowest: each((kind) => Math.min(before[kind], lowest[kind])) }
      }
    },
  }
}
