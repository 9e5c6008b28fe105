import { FieldworkError } from '@fieldwork/errors'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const Id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** A chunk: session revisions that are annotated together. The job names it, Postgres says what is in it. */
const AnnotateJob = Type.Object(
  { chunkId: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }) },
  { additionalProperties: false },
)

/** The cohorts of one project under one run are to be brought up to date. */
const AggregateJob = Type.Object({ projectId: Id, runId: Id }, { additionalProperties: false })

/** Every queue with the schema of its payloads: ids, never content, so that a lost queue costs nothing. */
export const jobSchemas = { annotate: AnnotateJob, aggregate: AggregateJob } as const

export type QueueName = keyof typeof jobSchemas
export type AnnotatePayload = Static<typeof AnnotateJob>
export type AggregatePayload = Static<typeof AggregateJob>
export type JobPayloads = { annotate: AnnotatePayload; aggregate: AggregatePayload }

/** Id under which a chunk stands on the queue; adding it twice is a no-op while the job exists. */
export function annotateJobId({ chunkId }: AnnotatePayload): string {
  return `chunk-${chunkId}`
}

/** Id under which the aggregation of a project's run stands on the queue. */
export function aggregateJobId({ projectId, runId }: AggregatePayload): string {
  return `aggregate-${projectId}-${runId}`
}

/** The payload a queue holds, checked. Throws FieldworkError('job_invalid') naming the members that are wrong. */
export function parsePayload<Q extends QueueName>(queue: Q, data: unknown): JobPayloads[Q] {
  const payload = Value.Clone(data)
  const isPayload = (value: unknown): value is JobPayloads[Q] => Value.Check(jobSchemas[queue], value)
  if (isPayload(payload)) return payload
  const wrong = Value.Errors(jobSchemas[queue], data).map(
    (error) => `${error.instancePath || 'the payload'} ${error.message}`,
  )
  throw new FieldworkError('job_invalid', `${queue}: ${wrong.join('; ')}`)
}
