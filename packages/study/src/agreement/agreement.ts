import type { Thresholds } from '../served-cell.ts'
import {
  type CategoryAgreement,
  categoryAgreement,
  type OrdinalAgreement,
  ordinalAgreement,
  ratedBoth,
} from './category-agreement.ts'
import type { Pair } from './crosstab.ts'
import {
  type CategoryMeasure,
  categoryMeasures,
  type Measure,
  shareMeasures,
  taskValueMeasure,
} from './measures.ts'
import {
  bandOf,
  type ShareAgreement,
  shareAgreement,
  type ValueAgreement,
  type ValueBand,
  valueAgreement,
  valueBands,
} from './number-agreement.ts'
import type { ComparedLabels, RatedTwice } from './rating.ts'

/** In how many of the compared sessions the one rater and the other have something. */
export type OfEach = { first: number; second: number }

/**
 * What every measure tells. `sessions` and `people` are those that both raters answered for; with fewer than the
 * thresholds it is suppressed, and has no figure. `missing` counts where a rater did not answer, or where the measure does
 * not follow from its answers; `unscorable`, mostly among them, where it was asked and gave no usable answer.
 */
type Compared = {
  id: string
  suppressed: boolean
  sessions: number | null
  people: number | null
  missing: OfEach
  unscorable: OfEach
}

export type ComparedCategory = Compared & {
  agreement: CategoryAgreement | null
  /** Null where the options have no order, or too few sessions were rated by both. */
  ordinal: OrdinalAgreement | null
  /** Sessions that only the one, only the other, or both called unclear; null where that is no option. */
  unclear: (OfEach & { both: number }) | null
}
export type ComparedShare = Compared & { agreement: ShareAgreement | null }
export type ComparedValue = Compared & {
  agreement: ValueAgreement | null
  /** By the second rater's band. */
  bands: { band: ValueBand['id']; sessions: number | null; agreement: ValueAgreement | null }[]
}

/** Agreement of two raters, measure by measure. */
export type Agreement = {
  sessions: number
  people: number
  categories: ComparedCategory[]
  shares: ComparedShare[]
  taskValue: ComparedValue
}

/** Agreement of two raters over the sessions that both have rated. */
export function agreementOf(rated: readonly RatedTwice[], thresholds: Thresholds): Agreement {
  const enough = (pairs: readonly { readonly person: string }[]) =>
    pairs.length > 0 && pairs.length >= thresholds.sessions && peopleOf(pairs) >= thresholds.people
  return {
    sessions: rated.length,
    people: peopleOf(rated),
    categories: categoryMeasures.map((measure) => {
      const pairs = pairsOf(rated, measure.of)
      const shown = enough(pairs)
      return {
        ...compared(measure, rated, pairs, shown),
        agreement: shown ? categoryAgreement(pairs, measure.options) : null,
        ...ordinalPart(measure, pairs, enough),
      }
    }),
    shares: shareMeasures.map((measure) => {
      const pairs = pairsOf(rated, measure.of)
      const shown = enough(pairs)
      return {
        ...compared(measure, rated, pairs, shown),
        agreement: shown ? shareAgreement(pairs) : null,
      }
    }),
    taskValue: comparedValue(rated, enough),
  }
}

/** Whether there are enough sessions and people to tell of them. */
type Enough = (pairs: readonly { readonly person: string }[]) => boolean

const peopleOf = (pairs: readonly { readonly person: string }[]) =>
  new Set(pairs.map(({ person }) => person)).size

function pairsOf<T>(
  rated: readonly RatedTwice[],
  of: (labels: ComparedLabels) => T | undefined,
): readonly Pair<T>[] {
  return rated.flatMap(({ person, first, second }) => {
    const [one, other] = [of(first.labels), of(second.labels)]
    return one === undefined || other === undefined ? [] : [{ person, first: one, second: other }]
  })
}

function compared(
  { id, classifiers, of }: Measure<unknown>,
  rated: readonly RatedTwice[],
  pairs: readonly Pair<unknown>[],
  shown: boolean,
): Compared {
  const count = (holds: (rating: RatedTwice['first']) => boolean): OfEach => ({
    first: rated.filter(({ first }) => holds(first)).length,
    second: rated.filter(({ second }) => holds(second)).length,
  })
  return {
    id,
    suppressed: !shown,
    sessions: shown ? pairs.length : null,
    people: shown ? peopleOf(pairs) : null,
    missing: count(({ labels }) => of(labels) === undefined),
    unscorable: count(({ unscorable }) => classifiers.some((classifier) => unscorable.includes(classifier))),
  }
}

const UNCLEAR = 'unclear'

function ordinalPart(
  { levels, options }: CategoryMeasure,
  pairs: readonly Pair<string>[],
  enough: Enough,
): Pick<ComparedCategory, 'ordinal' | 'unclear'> {
  const ordinal =
    levels !== undefined && enough(ratedBoth(pairs, levels)) ? ordinalAgreement(pairs, levels) : null
  if (!options.includes(UNCLEAR) || !enough(pairs)) return { ordinal, unclear: null }
  const count = (holds: (pair: Pair<boolean>) => boolean) =>
    pairs.filter(({ person, first, second }) =>
      holds({ person, first: first === UNCLEAR, second: second === UNCLEAR }),
    ).length
  const unclear = {
    first: count(({ first, second }) => first && !second),
    second: count(({ first, second }) => !first && second),
    both: count(({ first, second }) => first && second),
  }
  return { ordinal, unclear }
}

function comparedValue(rated: readonly RatedTwice[], enough: Enough): ComparedValue {
  const pairs = pairsOf(rated, taskValueMeasure.of)
  const shown = enough(pairs)
  return {
    ...compared(taskValueMeasure, rated, pairs, shown),
    agreement: shown ? valueAgreement(pairs) : null,
    bands: valueBands.map(({ id: band }) => {
      const inBand = pairs.filter(({ second }) => bandOf(second) === band)
      const told = enough(inBand)
      return {
        band,
        sessions: told ? inBand.length : null,
        agreement: told ? valueAgreement(inBand) : null,
      }
    }),
  }
}
