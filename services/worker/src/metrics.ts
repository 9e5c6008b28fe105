import { createMetrics } from '@fieldwork/runtime'
import { Counter, Histogram } from 'prom-client'

/** What a worker counts for Prometheus. */
export function createWorkerMetrics() {
  const registry = createMetrics('worker')
  const registers = [registry]
  return {
    registry,
    sessions: new Counter({
      name: 'fieldwork_sessions_annotated_total',
      help: 'Sessions whose annotation was written, or found unscorable',
      registers,
    }),
    failures: new Counter({
      name: 'fieldwork_chunk_failures_total',
      help: 'Attempts at a chunk that failed, by error code',
      labelNames: ['code'],
      registers,
    }),
    dead: new Counter({
      name: 'fieldwork_sessions_dead_total',
      help: 'Sessions whose attempts were used up',
      registers,
    }),
    calls: new Counter({
      name: 'fieldwork_model_calls_total',
      help: 'Calls to a model by what became of them: settled, failed (they cost nothing), lost (nobody knows)',
      labelNames: ['end'],
      registers,
    }),
    tokens: new Counter({
      name: 'fieldwork_model_tokens_total',
      help: 'Tokens of settled calls by kind: input, output, cache_read, cache_write_5m, cache_write_1h',
      labelNames: ['kind'],
      registers,
    }),
    spentUsd: new Counter({
      name: 'fieldwork_model_spent_usd_total',
      help: 'What settled calls cost, in USD',
      registers,
    }),
    budgetSeconds: new Histogram({
      name: 'fieldwork_rate_budget_wait_seconds',
      help: 'How long a call waited for the rate budget',
      buckets: [0.01, 0.1, 0.5, 1, 5, 15, 60, 300],
      registers,
    }),
    seconds: new Histogram({
      name: 'fieldwork_chunk_seconds',
      help: 'Time of one chunk from claim to commit',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
      registers,
    }),
  }
}

export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>
