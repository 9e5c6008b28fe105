import { type Static, type TSchema, Type } from 'typebox'
import { Thresholds } from './aggregates.ts'
import { Agreement } from './agreement.ts'

const closed = { additionalProperties: false } as const
const OrNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

export const RunName = Type.Object(
  {
    id: Type.Integer(),
    annotator: Type.String(),
    annotatorVersion: Type.String(),
    codebookVersion: Type.String(),
  },
  closed,
)

/** A run beside reference labels, or beside another run: the run is the first rater. */
export const RunAgreement = Type.Object(
  {
    run: RunName,
    with: OrNull(RunName),
    references: OrNull(
      Type.Object(
        { posted: Count, unknown: Count, ambiguous: Count, notAnnotated: Count },
        {
          ...closed,
          description:
            'Of the labels posted: those whose session the project does not have, that name several, and whose session the run has not annotated',
        },
      ),
    ),
    thresholds: Thresholds,
    agreement: Agreement,
  },
  closed,
)

const ValidityRow = Type.Object(
  {
    section: Type.String(),
    title: Type.String(),
    unit: Type.Enum(['share', 'turns', 'actions per turn', 'words per turn', 'sessions']),
    value: OrNull(Type.Number()),
    low: OrNull(Type.Number()),
    high: OrNull(Type.Number()),
    sessions: OrNull(Count),
    people: OrNull(Count),
    suppressed: Type.Boolean(),
    published: Type.Union([Type.Number(), Type.Tuple([Type.Number(), Type.Number()]), Type.Null()]),
  },
  closed,
)

/** The study's validation tables, from a run’s labels and what was counted. */
export const RunValidity = Type.Object(
  { run: RunName, thresholds: Thresholds, rows: Type.Array(ValidityRow) },
  closed,
)

export type RunName = Static<typeof RunName>
export type RunAgreement = Static<typeof RunAgreement>
export type RunValidity = Static<typeof RunValidity>
