import { labelValues } from '@fieldwork/codebook'
import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const

/** What somebody else says of one session: answers to the codebook's classifiers, without their texts. */
export const ReferenceLabel = Type.Object(
  {
    id: Type.String({
      minLength: 1,
      maxLength: 512,
      pattern: '^[^\\u0000]+$',
      description: 'The session’s own id, under which the service has it',
    }),
    source: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        pattern: '^[^\\u0000]+$',
        description: 'Its format, where sessions of several have that id',
      }),
    ),
    work_mode: Type.Optional(labelValues.work_mode),
    codebase: Type.Optional(labelValues.codebase),
    decisions: Type.Optional(
      Type.Array(
        Type.Object({ kind: Type.Enum(['planning', 'execution']), by: Type.Enum(['user', 'agent']) }, closed),
        { maxItems: 1_000 },
      ),
    ),
    expertise: Type.Optional(labelValues.expertise),
    occupation_user: Type.Optional(labelValues.occupation_user),
    occupation_work: Type.Optional(labelValues.occupation_work),
    outcome: Type.Optional(labelValues.outcome),
    success_signal: Type.Optional(labelValues.success_signal),
    failure_signal: Type.Optional(labelValues.failure_signal),
    task_value: Type.Optional(Type.Object({ usd: Type.Number({ exclusiveMinimum: 0 }) }, closed)),
  },
  closed,
)

export const ReferenceLabels = Type.Object(
  { references: Type.Array(ReferenceLabel, { minItems: 1, maxItems: 100_000 }) },
  closed,
)

export type ReferenceLabel = Static<typeof ReferenceLabel>
