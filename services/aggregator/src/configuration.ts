import { connections, consuming, logging } from '@fieldwork/runtime'
import { type Static, Type } from 'typebox'

/** Everything the aggregator reads from the environment. docs/configuration.md is generated from it. */
export const AggregatorConfiguration = Type.Object({
  ...connections,
  ...logging,
  ...consuming,
  HEALTH_PORT: Type.Integer({
    default: 8082,
    minimum: 0,
    maximum: 65_535,
    description: 'Port of /health and /metrics; 0 takes a free one',
  }),
  LOOK_SECONDS: Type.Integer({
    default: 2,
    minimum: 1,
    description: 'How often facts that changed without a job are looked for',
  }),
})

export type AggregatorConfiguration = Static<typeof AggregatorConfiguration>
