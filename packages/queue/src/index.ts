export { type Consumer, type ConsumerOptions, createConsumer } from './consumer.ts'
export {
  type AggregatePayload,
  type AnnotatePayload,
  aggregateJobId,
  annotateJobId,
  type JobPayloads,
  jobSchemas,
  parsePayload,
  type QueueName,
} from './jobs.ts'
export { migrateQueue, type QueueMigration } from './migrate-queue.ts'
export {
  ATTEMPTS,
  type ChunkPlace,
  FIRST_DELAY_MS,
  judge,
  LOCK_DURATION_MS,
  LONGEST_DELAY_MS,
  retryDelayMs,
  STALLED_AT_MOST,
  turnOf,
  usesNoAttempt,
  type Verdict,
} from './policy.ts'
export { createProducer, type Producer, type ProducerOptions, type QueueCounts } from './producer.ts'
export { type Backend, backendOf } from './queue-url.ts'
export { createRedisSharedState } from './shared-state.ts'
