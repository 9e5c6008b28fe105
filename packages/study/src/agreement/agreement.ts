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
  const size: Sized = (pairs) => {
    const [sessions, people] = [pairs.length, peopleOf(pairs)]
    const enough = sessions > 0 && sessions >= thresholds.sessions && people >= thresholds.people
    return enough ? { sessions, people } : null
  }
  return {
    sessions: rated.length,
    people: peopleOf(rated),
    categories: categoryMeasures.map((measure) => {
      const pairs = pairsOf(rated, measure.of)
      const shown = size(pairs)
      return {
        ...compared(measure, rated, shown),
        agreement: shown === null ? null : categoryAgreement(pairs, measure.options),
        ordinal: shown === null ? null : ordinalPart(measure, pairs, size),
        unclear: shown === null ? null : unclearPart(measure, pairs),
      }
    }),
    shares: shareMeasures.map((measure) => {
      const pairs = pairsOf(rated, measure.of)
      const shown = size(pairs)
      return {
        ...compared(measure, rated, shown),
        agreement: shown === null ? null : shareAgreement(pairs),
      }
    }),
    taskValue: comparedValue(rated, size),
  }
}

type Size = { readonly sessions: number; readonly people: number }
/** How many sessions and people; null where they are too few to tell of. */
type Sized = (pairs: readonly { readonly person: string }[]) => Size | null

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
  shown: Size | null,
): Compared {
  const count = (holds: (rating: RatedTwice['first']) => boolean): OfEach => ({
    first: rated.filter(({ first }) => holds(first)).length,
    second: rated.filter(({ second }) => holds(second)).length,
  })
  return {
    id,
    suppressed: shown === null,
    sessions: shown?.sessions ?? null,
    people: shown?.people ?? null,
    missing: count(({ labels }) => of(labels) === undefined),
    unscorable: count(({ unscorable }) => classifiers.some((classifier) => unscorable.includes(classifier))),
  }
}

const UNCLEAR = 'unclear'

function ordinalPart({ levels }: CategoryMeasure, pairs: readonly Pair<string>[], size: Sized) {
  if (levels === undefined) return null
  const rated = ratedBoth(pairs, levels)
  return size(rated) === null ? null : ordinalAgreement(rated, levels)
}

function unclearPart({ options }: CategoryMeasure, pairs: readonly Pair<string>[]) {
  if (!options.includes(UNCLEAR)) return null
  const count = (first: boolean, second: boolean) =>
    pairs.filter((pair) => (pair.first === UNCLEAR) === first && (pair.second === UNCLEAR) === second).length
  return { first: count(true, false), second: count(false, true), both: count(true, true) }
}

function comparedValue(rated: readonly RatedTwice[], size: Sized): ComparedValue {
  const pairs = pairsOf(rated, taskValueMeasure.of)
  const shown = size(pairs)
  return {
    ...compared(taskValueMeasure, rated, shown),
    agreement: shown === null ? null : valueAgreement(pairs),
    bands: valueBands.map(({ id: band }) => {
      const inBand = pairs.filter(({ second }) => bandOf(second) === band)
      const told = size(inBand)
      return {
        band,
        sessions: told?.sessions ?? null,
        agreement: told === null ? null : valueAgreement(inBand),
      }
    }),
  }
}
