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
    seconds: new Histogram({
      name: 'fieldwork_chunk_seconds',
      help: 'Time of one chunk from claim to commit',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
      registers,
    }),
  }
}
