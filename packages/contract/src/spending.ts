import { type Static, Type } from 'typebox'
import { closed, LimitUsd, Usd } from './primitives.ts'
import { CallCounts, TokenCounts } from './runs.ts'

/** What the calls of all runs cost, by calendar month (UTC) and by run. */
export const Spending = Type.Object(
  {
    monthlyLimitUsd: LimitUsd,
    months: Type.Array(
      Type.Object(
        { month: Type.String(), settledUsd: Usd, reservedUsd: Type.Number({ description: 'USD under way' }) },
        closed,
      ),
      { description: 'This month first, then those before in which anything was spent' },
    ),
    runs: Type.Array(
      Type.Object(
        {
          id: Type.Integer(),
          annotator: Type.String(),
          settledUsd: Usd,
          reservedUsd: Type.Number({ description: 'USD under way' }),
          limitUsd: LimitUsd,
          calls: CallCounts,
          tokens: TokenCounts,
        },
        closed,
      ),
      { description: 'Runs for which a call was ever made, newest first' },
    ),
  },
  closed,
)

export const SpendingChanges = Type.Object({ monthlyLimitUsd: LimitUsd }, closed)

export type Spending = Static<typeof Spending>
