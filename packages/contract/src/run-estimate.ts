import { type Static, Type } from 'typebox'
import { closed } from './primitives.ts'
import { Month } from './runs.ts'

const Amount = Type.Number({ minimum: 0 })
const Interval = Type.Union([Type.Object({ low: Amount, high: Amount }, closed), Type.Null()], {
  description: 'The 95 % interval of what is expected, from drawing a part of the sessions; null without one',
})
const Cost = Type.Object(
  {
    expected: Amount,
    low: Type.Number({ minimum: 0, description: 'With longer tokens and shorter answers than assumed' }),
    high: Type.Number({ minimum: 0, description: 'With shorter tokens and longer answers' }),
    interval95: Interval,
  },
  { ...closed, description: 'USD' },
)

/** Which run is estimated, and over which sessions: what POST /v1/runs takes. */
export const RunEstimateQuery = Type.Object(
  {
    annotator: Type.Enum(['anthropic'], { default: 'anthropic' }),
    model: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Its settings’ default' })),
    strategy: Type.Optional(Type.Enum(['faithful', 'frugal'])),
    since: Type.Optional(Month),
    until: Type.Optional(Month),
    sessions: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    requestsPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
    inputTokensPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
    outputTokensPerMinute: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
)

/** What a run over history is expected to take; extrapolated from a part of its sessions, and nothing of any one of them. */
export const RunEstimate = Type.Object(
  {
    model: Type.String(),
    strategy: Type.Enum(['faithful', 'frugal']),
    sessions: Type.Integer({ minimum: 0, description: 'That the run would annotate' }),
    sampled: Type.Integer({ minimum: 0, description: 'From which the figures are extrapolated' }),
    assumptions: Type.Object(
      { charactersPerToken: Amount, answerLength: Amount, repairShare: Amount },
      {
        ...closed,
        description: 'Answers in units of their usual length; the share of calls that are repeated',
      },
    ),
    figures: Type.Union(
      [
        Type.Object(
          {
            calls: Amount,
            tokens: Type.Object(
              { fresh: Amount, cacheWrite: Amount, cacheRead: Amount, output: Amount },
              closed,
            ),
            usd: Type.Object({ direct: Cost, batches: Cost, nineUncachedCalls: Cost }, closed),
            usdPerSession: Type.Object(
              { median: Amount, p90: Amount },
              { ...closed, description: 'Called directly' },
            ),
            minutes: Type.Number({ minimum: 0, description: 'At the limits of a minute, called directly' }),
          },
          closed,
        ),
        Type.Null(),
      ],
      { description: 'Null where fewer sessions could be drawn than a cell of a cohort needs' },
    ),
  },
  closed,
)

export type RunEstimateQuery = Static<typeof RunEstimateQuery>
export type RunEstimate = Static<typeof RunEstimate>
