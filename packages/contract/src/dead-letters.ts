import { type Static, Type } from 'typebox'
import { Count, closed, Moment } from './primitives.ts'

const NullableText = Type.Union([Type.String(), Type.Null()])
const NullableInteger = Type.Union([Type.Integer(), Type.Null()])

/** What a dead letter is about: ids, never a transcript, a person or the name that a tool gave a session. */
const DeadSession = Type.Object(
  {
    sessionId: Type.Integer(),
    revisionId: Type.Integer(),
    revision: Type.Integer(),
    source: Type.String(),
    runId: Type.Union([Type.Integer(), Type.Null()], {
      description: 'The run that was to annotate it again; null where it was its first annotation',
    }),
  },
  { ...closed, description: 'A session revision, on the queue `annotate`' },
)

const letter = {
  id: Type.String(),
  queue: Type.String(),
  code: Type.String({ description: 'Of docs/errors.md' }),
  reason: Type.String(),
  attempts: NullableInteger,
  diedAt: Moment,
  redrivable: Type.Boolean({ description: 'False where its transcript is gone' }),
  session: Type.Union([DeadSession, Type.Null()]),
  payload: Type.Unknown({ description: 'What the job of another queue was about; null for a session' }),
}

/** Work that will not be tried again unless somebody redrives it. */
export const DeadLetter = Type.Object(letter, closed)

export const DeadLetterPage = Type.Object(
  {
    counts: Type.Array(Type.Object({ queue: Type.String(), code: Type.String(), count: Count }, closed), {
      description: 'All of the project, by queue and code',
    }),
    deadLetters: Type.Array(DeadLetter),
    next: Type.Union([Type.String(), Type.Null()], { description: 'The cursor of the next page' }),
  },
  closed,
)

/** A dead letter with the calls to a model that were made about it. */
export const DeadLetterDetails = Type.Object(
  {
    ...letter,
    title: Type.String(),
    remedy: Type.String(),
    calls: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          runId: Type.Integer(),
          step: Type.String(),
          attempt: Type.Integer(),
          model: Type.String(),
          state: Type.String(),
          costUsd: Type.Union([Type.Number(), Type.Null()]),
          requestId: NullableText,
          failure: NullableText,
          createdAt: Moment,
        },
        closed,
      ),
    ),
  },
  closed,
)

/** Which dead letters are meant: all of the project where nothing is said. */
export const DeadLetterFilter = Type.Object(
  {
    queue: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    run: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
  },
  closed,
)

export const Redriven = Type.Object(
  { redriven: Type.Integer({ minimum: 0, description: 'Dead letters that are tried again' }) },
  closed,
)

export type DeadLetter = Static<typeof DeadLetter>
export type DeadLetterPage = Static<typeof DeadLetterPage>
export type DeadLetterDetails = Static<typeof DeadLetterDetails>
export type DeadLetterFilter = Static<typeof DeadLetterFilter>
export type Redriven = Static<typeof Redriven>
