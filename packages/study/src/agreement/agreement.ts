import type { Thresholds } from '../served-cell.ts'
import { categoryAgreement, ordinalAgreement, ratedBoth } from './category-agreement.ts'
import type {
  Agreement,
  Compared,
  ComparedCategory,
  ComparedShare,
  ComparedValue,
  OfEach,
} from './compared.ts'
import type { Pair } from './crosstab.ts'
import {
  type CategoryMeasure,
  categoryMeasures,
  type Measure,
  shareMeasures,
  taskValueMeasure,
} from './measures.ts'
import { bandOf, shareAgreement, valueAgreement, valueBands } from './number-agreement.ts'
import type { ComparedLabels, RatedTwice } from './rating.ts'

/** Agreement of two raters over the sessions that both have rated. */
export function agreementOf(rated: readonly RatedTwice[], thresholds: Thresholds): Agreement {
  const steps = agreementSteps(rated, thresholds)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** As `agreementOf`, a step a measure, so that whoever has other things to do can do them in between. */
export function* agreementSteps(
  rated: readonly RatedTwice[],
  thresholds: Thresholds,
): Generator<undefined, Agreement> {
  const size = sizedBy(thresholds)
  const categories: ComparedCategory[] = []
  for (const measure of categoryMeasures) {
    categories.push(comparedCategory(measure, rated, size))
    yield
  }
  const shares: ComparedShare[] = []
  for (const measure of shareMeasures) {
    shares.push(comparedShare(measure, rated, size))
    yield
  }
  const taskValue = comparedValue(rated, size)
  return { sessions: rated.length, people: peopleOf(rated), categories, shares, taskValue }
}

type Size = { readonly sessions: number; readonly people: number }
/** How many sessions and people; null where they are too few to tell of. */
type Sized = (pairs: readonly { readonly person: string }[]) => Size | null

const peopleOf = (pairs: readonly { readonly person: string }[]) =>
  new Set(pairs.map(({ person }) => person)).size

function sizedBy(thresholds: Thresholds): Sized {
  return (pairs) => {
    const [sessions, people] = [pairs.length, peopleOf(pairs)]
    const enough = sessions > 0 && sessions >= thresholds.sessions && people >= thresholds.people
    return enough ? { sessions, people } : null
  }
}

function comparedCategory(
  measure: CategoryMeasure,
  rated: readonly RatedTwice[],
  size: Sized,
): ComparedCategory {
  const pairs = pairsOf(rated, measure.of)
  const shown = size(pairs)
  return {
    ...compared(measure, rated, shown),
    agreement: shown === null ? null : categoryAgreement(pairs, measure.options),
    ordinal: shown === null ? null : ordinalPart(measure, pairs, size),
    unclear: shown === null ? null : unclearPart(measure, pairs),
  }
}

function comparedShare(measure: Measure<number>, rated: readonly RatedTwice[], size: Sized): ComparedShare {
  const pairs = pairsOf(rated, measure.of)
  const shown = size(pairs)
  return {
    ...compared(measure, rated, shown),
    agreement: shown === null ? null : shareAgreement(pairs),
  }
}

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
