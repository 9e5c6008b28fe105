import { CanonicalSession } from '@fieldwork/sessions'
import { type Static, Type } from 'typebox'

const Person = Type.Optional(
  Type.Union([Type.String({ minLength: 1, maxLength: 320 }), Type.Null()], {
    description:
      'Who the session belongs to (an e-mail address, an account name). Hashed with the project’s key at the door and never stored. Sessions without one count as one single person.',
  }),
)

/** A line that holds a session already read: what `fieldwork push` sends. */
export const SessionLine = Type.Object(
  { session: CanonicalSession, person: Person },
  { additionalProperties: false, description: 'A canonical session' },
)

/** A line that holds a transcript as its tool wrote it; the service reads it. */
export const TranscriptLine = Type.Object(
  {
    transcript: Type.String({ description: 'The whole file as text' }),
    source: Type.Optional(
      Type.String({ maxLength: 64, description: 'Its format; recognised by content where absent' }),
    ),
    name: Type.Optional(
      Type.String({ maxLength: 200, description: 'Names the session where the transcript does not' }),
    ),
    person: Person,
  },
  { additionalProperties: false, description: 'A raw transcript with its source' },
)

export const BatchLine = Type.Union([SessionLine, TranscriptLine])

const Count = Type.Integer({ minimum: 0 })

/** How the lines of a batch ended. `posted` is always the sum of the others. */
export const BatchCounts = Type.Object(
  { posted: Count, accepted: Count, duplicate: Count, revised: Count, rejected: Count },
  { additionalProperties: false },
)

/** How many of the batch's sessions are in which state. */
export const BatchProgress = Type.Object(
  {
    pending: Count,
    annotating: Count,
    parked: Count,
    annotated: Count,
    excluded: Count,
    unscorable: Count,
    dead: Count,
  },
  { additionalProperties: false },
)

export const Batch = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    state: Type.Enum(['receiving', 'accepted', 'aborted'], {
      description:
        '`receiving` until the whole body has been read and its rows are committed; `aborted` when it broke off',
    }),
    counts: BatchCounts,
    progress: BatchProgress,
    complete: Type.Boolean({
      description: 'Its body has ended, and nothing in it is pending, annotating or parked',
    }),
    materialised: Type.Boolean({ description: 'Complete, and the cohorts hold all of it' }),
    createdAt: Type.String({ format: 'date-time' }),
    acceptedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    links: Type.Object(
      { self: Type.String(), rejections: Type.String(), events: Type.String() },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)

export const Rejection = Type.Object(
  {
    line: Type.Integer({ minimum: 1, description: 'Line of the body, counted from 1' }),
    code: Type.String(),
    detail: Type.String(),
    remedy: Type.String(),
  },
  { additionalProperties: false },
)

export const RejectionPage = Type.Object(
  { rejections: Type.Array(Rejection), next: Type.Union([Type.String(), Type.Null()]) },
  { additionalProperties: false },
)

export type SessionLine = Static<typeof SessionLine>
export type TranscriptLine = Static<typeof TranscriptLine>
export type BatchLine = Static<typeof BatchLine>
export type BatchCounts = Static<typeof BatchCounts>
export type BatchProgress = Static<typeof BatchProgress>
export type Batch = Static<typeof Batch>
export type Rejection = Static<typeof Rejection>
export type RejectionPage = Static<typeof RejectionPage>
