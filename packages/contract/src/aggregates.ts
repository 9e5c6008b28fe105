import { StatedAgreement } from '@fieldwork/codebook'
import { type Static, Type } from 'typebox'

const Nullable = Type.Union([Type.Number(), Type.Null()])

/** One figure of one cell. A suppressed cell has no figures at all. */
export const AggregateCell = Type.Object(
  {
    dimensions: Type.Record(
      Type.String(),
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
    ),
    metric: Type.String(),
    suppressed: Type.Boolean(),
    sessions: Nullable,
    people: Nullable,
    value: Nullable,
    low: Nullable,
    high: Nullable,
  },
  { additionalProperties: false },
)

/** Fewest sessions and people behind a figure that is shown. */
export const Thresholds = Type.Object(
  { sessions: Type.Integer(), people: Type.Integer() },
  { additionalProperties: false },
)

/** A cohort as materialised, with what it was computed from. */
export const Aggregates = Type.Object(
  {
    cohort: Type.String(),
    title: Type.String(),
    run: Type.Object(
      {
        id: Type.Integer(),
        annotator: Type.String(),
        annotatorVersion: Type.String(),
        codebookVersion: Type.String(),
        agreement: Type.Union([StatedAgreement, Type.Null()], {
          description: 'With reference labels, as the annotator states it; null where it states nothing',
        }),
      },
      { additionalProperties: false },
    ),
    materialisedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'Null until the cohort was first computed',
    }),
    stale: Type.Boolean({ description: 'Facts have changed since' }),
    thresholds: Thresholds,
    cells: Type.Array(AggregateCell),
  },
  { additionalProperties: false },
)

export const CohortSummary = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    dimensions: Type.Array(Type.String()),
    metrics: Type.Array(
      Type.Object(
        { id: Type.String(), title: Type.String(), unit: Type.String(), summary: Type.String() },
        { additionalProperties: false },
      ),
    ),
    link: Type.String(),
  },
  { additionalProperties: false },
)

export const CohortList = Type.Object({ cohorts: Type.Array(CohortSummary) }, { additionalProperties: false })

export type AggregateCell = Static<typeof AggregateCell>
export type Aggregates = Static<typeof Aggregates>
export type CohortSummary = Static<typeof CohortSummary>
export type CohortList = Static<typeof CohortList>
