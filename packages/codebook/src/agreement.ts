import { type Static, Type } from 'typebox'

const Share = Type.Number({ minimum: 0, maximum: 1 })

/** How far answers agree with reference labels on one classifier. */
export const ClassifierAgreement = Type.Object(
  {
    n: Type.Integer({ minimum: 0, description: 'Sessions that both answered' }),
    exact: Share,
    withinOne: Type.Union([Share, Type.Null()], {
      description: 'At most one step apart; null where the answers are no numbers',
    }),
    kappa: Type.Union([Type.Number(), Type.Null()], {
      description: 'Cohen’s kappa, unweighted; null where chance alone agrees fully',
    }),
    majorityShare: Share,
  },
  { additionalProperties: false },
)

/** What an annotator states of its agreement with reference labels of sessions that it was not made on. */
export const StatedAgreement = Type.Object(
  {
    date: Type.String({ description: 'When it was measured' }),
    sessions: Type.Integer({ minimum: 0 }),
    classifiers: Type.Record(Type.String(), ClassifierAgreement),
  },
  { additionalProperties: false },
)

export type ClassifierAgreement = Static<typeof ClassifierAgreement>
export type StatedAgreement = Static<typeof StatedAgreement>
