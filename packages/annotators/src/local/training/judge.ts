import { type Decision, type optionClassifiers, outcomes } from '@fieldwork/codebook'
import type { Pair } from '../agreement.ts'
import { userShareOf } from '../decisions.ts'
import type { LocalAnswer } from '../model/answer.ts'
import type { Example } from './examples.ts'

/** One session: what the reference, the rules, the models and the annotator say. */
export type Judged = {
  readonly example: Example
  readonly models: LocalAnswer
  readonly annotator: LocalAnswer
}
const sources = ['rules', 'models', 'annotator'] as const
export type Source = (typeof sources)[number]

export type Compared = (typeof optionClassifiers)[number]

const answersOf = ({ example, models, annotator }: Judged, source: Source) =>
  source === 'rules' ? example.rules : source === 'models' ? models.values : annotator.values

/** The two answers, if the source gave one. */
export function pairOf(judged: Judged, source: Source, classifier: Compared): Pair | undefined {
  const ours = answersOf(judged, source)[classifier]
  return ours === undefined ? undefined : [ours, String(judged.example.reference[classifier])]
}

type Answers = {
  readonly outcome?: string | undefined
  readonly success_signal?: unknown
  readonly failure_signal?: unknown
}

/** Measures that the codebook derives. */
export const derivations = {
  verifiedSuccess: ({ outcome, success_signal }: Answers) =>
    outcome === outcomes[0] && Number(success_signal) >= 4,
  hitTrouble: ({ failure_signal }: Answers) => Number(failure_signal) >= 3,
} as const

/** A derived measure on both sides, over sessions that both hold to have a clear goal. */
export function derivedPairOf(
  judged: Judged,
  source: Source,
  derivation: keyof typeof derivations,
): Pair | undefined {
  const ours = answersOf(judged, source)
  const { reference } = judged.example
  const eligible = ({ outcome }: Answers) => outcome !== undefined && outcome !== 'no_clear_goal'
  if (!eligible(ours) || !eligible(reference)) return undefined
  return [String(derivations[derivation](ours)), String(derivations[derivation](reference))]
}

/** The user's shares on both sides, where both have decisions of the kind. */
export function sharesOf(
  judged: Judged,
  source: Source,
  kind: Decision['kind'],
): readonly [number, number] | undefined {
  const ours = userShareOf(answersOf(judged, source).decisions ?? [], kind)
  const theirs = userShareOf(judged.example.reference.decisions, kind)
  return ours === null || theirs === null ? undefined : [ours, theirs]
}
