import { type CallToReserve, type CallToSettle, reserveCall, settleCall } from '../src/index.ts'
import type { Store } from './store.ts'

type Part = Pick<Store, 'database' | 'project' | 'run'>

/** Reserves a call of the project's run; what is not given is of no matter. */
export function reserve(
  { database, project, run }: Part,
  call: Partial<CallToReserve> = {},
): Promise<string> {
  const whole = {
    projectId: project.id,
    runId: run.id,
    revisionId: 1,
    step: 'outcome',
    attempt: 1,
    model: 'a-model',
    estimateUsd: 0.1,
    ...call,
  }
  return reserveCall(database, whole, AbortSignal.timeout(10_000))
}

/** Settles a call; what is not given is of no matter. */
export function settle({ database }: Part, id: string, done: Partial<CallToSettle> = {}): Promise<boolean> {
  return settleCall(database, id, {
    requestId: `req_${id}`,
    usage: {
      inputTokens: 10,
      outputTokens: 20,
      cacheReadTokens: 30,
      cacheWrite5mTokens: 40,
      cacheWrite1hTokens: 50,
    },
    costUsd: 0.05,
    model: 'a-model-of-that-day',
    promptHash: 'hash',
    answer: { kind: 'answered' },
    ...done,
  })
}
