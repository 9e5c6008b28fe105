import { agreementOf, weightedKappaOf } from '../agreement.ts'
import { answerWith, type LocalAnswer } from '../model/answer.ts'
import { isOrdinal, type Trained, trained } from './candidates.ts'
import { labelOf } from './choose.ts'
import type { Example } from './examples.ts'
import { foldsOf } from './folds.ts'
import { type DecidedBy, type TrainingBase, trainModels } from './train-models.ts'

/** By less, rules are to be preferred: they were not fitted to these people, and can be read. */
const LEAST_GAIN = 0.03

/** A labelled session with the answers of models that were trained without its repository. */
export type Held = { readonly example: Example; readonly answer: LocalAnswer }

/** For each classifier the same answer to who decides. */
const everywhere = (by: 'model' | 'rules'): DecidedBy => ({
  work_mode: by,
  codebase: by,
  expertise: by,
  occupation_user: by,
  outcome: by,
  success_signal: by,
  failure_signal: by,
})

/**
 * Answers every session by models trained on all other repositories, everything that is chosen chosen there. `models`
 * has the models answer throughout; `annotator` has them answer where they agree clearly better with the labels than
 * the rules do over all these sessions, by kappa, or for ordinals by the quadratically weighted one.
 */
export function crossValidate(examples: readonly Example[], base: TrainingBase) {
  const repositories = new Set(examples.map(({ repo }) => repo)).size
  const folds = foldsOf(examples, repositories).map(({ train, test }) => ({
    models: trainModels(train, base, everywhere('model')),
    test,
  }))
  const answered = (decidedBy: DecidedBy): Held[] =>
    folds.flatMap(({ models, test }) => {
      const decided = { ...models }
      for (const classifier of trained) {
        decided[classifier] = { ...models[classifier], decidedBy: decidedBy[classifier] }
      }
      return test.map((example) => ({ example, answer: answerWith(decided, example) }))
    })
  const models = answered(everywhere('model'))
  const decide = (classifier: Trained) => {
    const pairs = (of: (held: Held) => unknown) =>
      models.map((held) => [String(of(held)), labelOf(held.example, classifier)] as const)
    const kappa = (of: (held: Held) => unknown) =>
      (isOrdinal(classifier) ? weightedKappaOf(pairs(of)) : agreementOf(pairs(of)).kappa) ?? 0
    const gain =
      kappa(({ answer }) => answer.values[classifier]) - kappa(({ example }) => example.rules[classifier])
    return gain >= LEAST_GAIN ? ('model' as const) : ('rules' as const)
  }
  const decidedBy: DecidedBy = {
    work_mode: decide('work_mode'),
    codebase: decide('codebase'),
    expertise: decide('expertise'),
    occupation_user: decide('occupation_user'),
    outcome: decide('outcome'),
    success_signal: decide('success_signal'),
    failure_signal: decide('failure_signal'),
  }
  return {
    models,
    annotator: answered(decidedBy),
    decidedBy,
    folds: folds.map(({ models: each }) => each),
  }
}
