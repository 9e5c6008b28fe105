import { StatedAgreement } from '@fieldwork/codebook'
import { type Static, Type } from 'typebox'
import { BatchProgress } from './batch.ts'
import { Count, closed, LimitUsd, Moment, Usd } from './primitives.ts'

/** One schema and no union, of which the API's validator would make text of a number. */
const Setting = Type.Unsafe<string | number | boolean>({
  type: ['string', 'number', 'boolean'],
  maxLength: 200,
})

/** Calls to a model by state: under way, answered, refused at no cost, lost (they count at their estimate). */
export const CallCounts = Type.Object(
  { reserved: Count, settled: Count, failed: Count, lost: Count },
  { ...closed, description: 'Calls by state' },
)

/** Tokens of answered calls; what was written to a cache by how long it is kept. */
export const TokenCounts = Type.Object(
  {
    inputTokens: Count,
    outputTokens: Count,
    cacheReadTokens: Count,
    cacheWrite5mTokens: Count,
    cacheWrite1hTokens: Count,
  },
  {
    ...closed,
    description: 'Tokens of answered calls; input is what was neither read from nor written to a cache',
  },
)

/** Codebook version × annotator with its settings, what it cost and how far it is. */
export const Run = Type.Object(
  {
    id: Type.Integer(),
    annotator: Type.String(),
    annotatorVersion: Type.String(),
    codebookVersion: Type.String(),
    settings: Type.Record(Type.String(), Setting),
    agreement: Type.Union([StatedAgreement, Type.Null()]),
    current: Type.Boolean({ description: 'New sessions join it, and cohorts are read from it' }),
    stopped: Type.Union([Type.String(), Type.Null()], {
      description: 'Why nothing of it goes on until it is resumed; null while it goes on',
    }),
    limitUsd: LimitUsd,
    settledUsd: Usd,
    reservedUsd: Type.Number({ description: 'USD that calls under way may cost' }),
    calls: CallCounts,
    tokens: TokenCounts,
    /** Without those that joined it as they came. */
    history: BatchProgress,
    createdAt: Moment,
    links: Type.Object({ self: Type.String() }, closed),
  },
  closed,
)

export const RunList = Type.Object({ runs: Type.Array(Run) }, closed)

/** A run, and how many sessions what was asked moved. */
export const RunChange = Type.Object(
  {
    run: Run,
    sessions: Type.Integer({
      minimum: 0,
      description: 'Sessions that were taken, parked, resumed or cancelled',
    }),
  },
  closed,
)

export const Month = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
  description: 'A month, such as 2026-04',
})

/** A run over history. The same request again adds what has come since. */
export const NewRun = Type.Object(
  {
    annotator: Type.Enum(['local', 'anthropic']),
    settings: Type.Optional(
      Type.Record(Type.String({ maxLength: 100 }), Setting, {
        description: 'anthropic: model, strategy (faithful or frugal)',
      }),
    ),
    scope: Type.Optional(
      Type.Object(
        {
          since: Type.Optional(Month),
          until: Type.Optional(Month),
          sessions: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 2_147_483_647,
              description: 'A random part, the same every time',
            }),
          ),
        },
        { ...closed, description: 'Which sessions, by their month; all where absent' },
      ),
    ),
    limitUsd: Type.Optional(LimitUsd),
  },
  closed,
)

export const RunChanges = Type.Object({ limitUsd: LimitUsd }, closed)

export const ChooseRun = Type.Object(
  {
    force: Type.Optional(Type.Boolean({ description: 'Also while sessions of it are unfinished' })),
    topUp: Type.Optional(
      Type.Boolean({ description: 'Give it the annotated sessions that it lacks; true where absent' }),
    ),
  },
  closed,
)

export const StopRun = Type.Object(
  { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
  closed,
)

export type CallCounts = Static<typeof CallCounts>
export type TokenCounts = Static<typeof TokenCounts>
export type Run = Static<typeof Run>
export type RunList = Static<typeof RunList>
export type RunChange = Static<typeof RunChange>
export type NewRun = Static<typeof NewRun>
export type ChooseRun = Static<typeof ChooseRun>
