import { randomUUID } from 'node:crypto'
import type { AnnotationContext } from '../annotator.ts'
import type { Budget, CallRecords, RecordedAnswer, SettledCall, Step } from './ports.ts'

type Reserved = {
  readonly revisionId: number
  readonly step: Step
  readonly attempt: number
  readonly estimateUsd: number
}

/** One call as it stands in the account. */
export type AccountedCall = Reserved & {
  readonly callId: string
  readonly state: 'reserved' | 'settled' | 'released' | 'lost'
  readonly done?: SettledCall
  readonly failure?: string
}

export type InMemoryRecords = CallRecords & { calls(): readonly AccountedCall[] }

/** An account of calls that ends with the process, without limits. */
export function inMemoryRecords(): InMemoryRecords {
  const calls = new Map<string, AccountedCall>()
  const move = (callId: string, change: Partial<AccountedCall>) => {
    const call = calls.get(callId)
    if (call?.state !== 'reserved') throw new Error('a call is accounted for once')
    calls.set(callId, { ...call, ...change })
  }
  return {
    calls: () => [...calls.values()],
    async answersOf(revisionId) {
      return [...calls.values()].flatMap((call) => (call.revisionId === revisionId ? recorded(call) : []))
    },
    async reserve({ revisionId, step, attempt, estimateUsd }) {
      const callId = randomUUID()
      calls.set(callId, { callId, revisionId, step, attempt, estimateUsd, state: 'reserved' })
      return callId
    },
    settle: async (callId, done) => move(callId, { state: 'settled', done }),
    release: async (callId, failure) => move(callId, { state: 'released', failure }),
    lose: async (callId, failure) => move(callId, { state: 'lost', failure }),
  }
}

function recorded({ callId, step, attempt, done }: AccountedCall): RecordedAnswer[] {
  return done === undefined ? [] : [{ callId, step, attempt: attempt === 1 ? 1 : 2, ...done }]
}

/** A budget that lets everything pass at once. */
export function unlimited(): Budget {
  return { acquire: async () => ({ settle() {}, rateLimited() {}, release() {} }) }
}

/** What an annotator works with where nothing is limited and nothing kept. */
export function unlimitedContext(signal: AbortSignal = new AbortController().signal): AnnotationContext {
  return { projectId: 0, runId: 0, records: inMemoryRecords(), budget: unlimited(), signal }
}
