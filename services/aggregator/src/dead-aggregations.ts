import { type AggregatePayload, aggregateJobId } from '@fieldwork/queue'
import { buryJob, type Database, forgetDeadJob } from '@fieldwork/store'

const named = (payload: AggregatePayload) => ({
  projectId: payload.projectId,
  queue: 'aggregate',
  jobId: aggregateJobId(payload),
})

/**
 * The dead-letter record of an aggregation. The facts that changed are still marked, so the next look enqueues the run
 * again: until that succeeds, the record says why its cohorts are behind.
 */
export function bury(database: Database, payload: AggregatePayload, error: Error): Promise<void> {
  return buryJob(database, { ...named(payload), payload, reason: error.message })
}

/** Takes an aggregation that has succeeded off the record, unless it died since `startedAt`. */
export function exhume(database: Database, payload: AggregatePayload, startedAt: Date): Promise<void> {
  return forgetDeadJob(database, named(payload), startedAt)
}
