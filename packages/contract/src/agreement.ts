import { type Static, type TSchema, Type } from 'typebox'

const closed = { additionalProperties: false } as const
const OrNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })
const Share = Type.Number({ minimum: 0, maximum: 1 })

const Spread = Type.Object({ standardError: Type.Number(), low: Type.Number(), high: Type.Number() }, closed)
const Kappa = Type.Object(
  {
    value: Type.Number(),
    independent: OrNull(Spread),
    clustered: OrNull(Spread),
  },
  {
    ...closed,
    description:
      'Cohen’s κ with 95 % intervals: as if sessions were independent, and clustered by person; null where there is no spread to see',
  },
)
const ShareEstimate = Type.Object(
  { value: Share, low: Share, high: Share },
  { ...closed, description: 'A share with Wilson’s 95 % interval' },
)
const OfEach = Type.Object({ first: Count, second: Count }, closed)

const compared = {
  id: Type.String({ description: 'A classifier, or a measure derived from several' }),
  suppressed: Type.Boolean({
    description: 'Too few sessions or people answered for by both: there are no figures',
  }),
  sessions: OrNull(Count),
  people: OrNull(Count),
  missing: Type.Object(OfEach.properties, {
    ...closed,
    description:
      'Compared sessions for which the one, or the other, has no answer, or the measure does not follow',
  }),
  unscorable: Type.Object(OfEach.properties, {
    ...closed,
    description: 'Compared sessions about which the one, or the other, was asked and gave no usable answer',
  }),
}

export const ComparedCategory = Type.Object(
  {
    ...compared,
    agreement: OrNull(
      Type.Object(
        {
          exact: ShareEstimate,
          kappa: OrNull(Kappa),
          majority: Type.Object(
            { option: Type.String(), share: Share },
            {
              ...closed,
              description: 'The second’s commonest answer, and how often always giving it would agree',
            },
          ),
          confusion: Type.Object(
            { options: Type.Array(Type.String()), counts: Type.Array(Type.Array(Count)) },
            { ...closed, description: 'Rows are the first’s answers, columns the second’s' },
          ),
        },
        closed,
      ),
    ),
    ordinal: OrNull(
      Type.Object(
        {
          sessions: Count,
          exact: ShareEstimate,
          withinOne: ShareEstimate,
          farApart: ShareEstimate,
          linear: OrNull(Kappa),
          quadratic: OrNull(Kappa),
        },
        { ...closed, description: 'Over the sessions that both rated; null where the answers have no order' },
      ),
    ),
    unclear: OrNull(
      Type.Object(
        { first: Count, second: Count, both: Count },
        {
          ...closed,
          description: 'Sessions that only the one, only the other, or both called unclear',
        },
      ),
    ),
  },
  closed,
)

const ShareAgreement = Type.Object(
  {
    firstMean: Share,
    secondMean: Share,
    meanAbsoluteDifference: Share,
    correlation: OrNull(Type.Number()),
  },
  closed,
)
const ValueAgreement = Type.Object(
  {
    logCorrelation: OrNull(Type.Number()),
    logR2: OrNull(Share),
    spearman: OrNull(Type.Number()),
    sameBand: ShareEstimate,
    bias: Type.Number({ description: 'Geometric mean of the first over the second' }),
  },
  closed,
)

/** How far two raters of the same sessions agree, measure by measure. */
export const Agreement = Type.Object(
  {
    sessions: Type.Integer({ minimum: 0, description: 'Sessions that both have looked at' }),
    people: Count,
    categories: Type.Array(ComparedCategory),
    shares: Type.Array(Type.Object({ ...compared, agreement: OrNull(ShareAgreement) }, closed)),
    taskValue: Type.Object(
      {
        ...compared,
        agreement: OrNull(ValueAgreement),
        bands: Type.Array(
          Type.Object(
            { band: Type.String(), sessions: OrNull(Count), agreement: OrNull(ValueAgreement) },
            closed,
          ),
          { description: 'By the second’s band, in USD' },
        ),
      },
      closed,
    ),
  },
  closed,
)

export type ComparedCategory = Static<typeof ComparedCategory>
export type Agreement = Static<typeof Agreement>
