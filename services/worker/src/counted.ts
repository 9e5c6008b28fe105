import type { AnnotationContext } from '@fieldwork/annotators'
import type { WorkerMetrics } from './metrics.ts'

/** What an annotator works with, each call counted for Prometheus: what became of it, what it cost, how long it waited. */
export function counted(context: AnnotationContext, metrics: WorkerMetrics): AnnotationContext {
  const { records, budget } = context
  return {
    ...context,
    records: {
      ...records,
      async settle(callId, done) {
        await records.settle(callId, done)
        const { usage } = done
        metrics.calls.inc({ end: 'settled' })
        metrics.spentUsd.inc(done.costUsd)
        metrics.tokens.inc({ kind: 'input' }, usage.inputTokens)
        metrics.tokens.inc({ kind: 'output' }, usage.outputTokens)
        metrics.tokens.inc({ kind: 'cache_read' }, usage.cacheReadTokens)
        metrics.tokens.inc({ kind: 'cache_write_5m' }, usage.cacheWrite5mTokens)
        metrics.tokens.inc({ kind: 'cache_write_1h' }, usage.cacheWrite1hTokens)
      },
      async release(callId, failure) {
        await records.release(callId, failure)
        metrics.calls.inc({ end: 'failed' })
      },
      async lose(callId, failure) {
        await records.lose(callId, failure)
        metrics.calls.inc({ end: 'lost' })
      },
    },
    budget: {
      async acquire(demand, signal) {
        const waited = metrics.budgetSeconds.startTimer()
        const permit = await budget.acquire(demand, signal)
        waited()
        return permit
      },
    },
  }
}
