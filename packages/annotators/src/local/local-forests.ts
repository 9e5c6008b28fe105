import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import document from './forests.json' with { type: 'json' }

const Figure = Type.Union([Type.Number(), Type.Null()])

/** What `training/compare-forests.ts` measured; forests.json. */
const LocalForests = Type.Object({
  options: Type.Object({ library: Type.String(), folds: Type.Integer(), nEstimators: Type.Integer() }),
  classifiers: Type.Record(
    Type.String(),
    Type.Object({ exact: Type.Number(), kappa: Figure, weightedKappa: Figure }),
  ),
  correlations: Type.Object({ logTaskValue: Figure, planning: Figure, execution: Figure }),
})

/** Random forests on the same sessions, for comparison; nothing answers by them. */
export const localForests: Static<typeof LocalForests> = Value.Parse(LocalForests, document)
