import { agreementOf, weightedKappaOf } from '../agreement.ts'
import { rawProbabilities, takenAt, tempered } from '../model/predict.ts'
import { answersInOrder, type Candidate, candidatesFor, isOrdinal, type Trained } from './candidates.ts'
import { type Design, designOf, rowOf } from './design.ts'
import type { Example } from './examples.ts'
import { fitNominal, fitOrdinal } from './fit.ts'
import { foldsOf } from './folds.ts'

type Fitted = (ReturnType<typeof fitNominal> | ReturnType<typeof fitOrdinal>) & { readonly design: Design }

/** What was chosen for a classifier on some examples. */
export type Choice = {
  readonly candidate: Candidate
  readonly answers: readonly string[]
  readonly temperature: number
  readonly tilt: number
  readonly prior: readonly number[]
  readonly decidedBy: 'model' | 'rules'
  readonly unseen: number
}

const FOLDS = 5
const TILTS = [0, 0.25, 0.5, 0.75] as const
const TEMPERATURES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4]

export const labelOf = ({ reference }: Example, classifier: Trained) => String(reference[classifier])

/** The rules' answer, `none` where they leave it out. */
export const ruleOf = ({ rules }: Example, classifier: Trained) => rules[classifier] ?? 'none'

/** Fits a candidate to examples. */
export function fit(
  candidate: Candidate,
  classifier: Trained,
  answers: readonly string[],
  examples: readonly Example[],
): Fitted {
  const design = designOf(examples, candidate.weightOf, candidate.words)
  const rows = examples.map((example) => rowOf(design, example))
  const ys = examples.map((example) => answers.indexOf(labelOf(example, classifier)))
  const fitter = candidate.kind === 'nominal' ? fitNominal : fitOrdinal
  return { ...fitter(rows, ys, answers.length, candidate.penalty), design }
}

/** Probabilities of the answers before calibration. */
export const predict = (fitted: Fitted, example: Example): number[] =>
  rawProbabilities(fitted, rowOf(fitted.design, example))

/**
 * Who answers for a session: the model among the answers that labels hold, the rules where theirs is none of these, as
 * nothing could be learned of it.
 */
export function answerOf(choice: Choice, probabilities: readonly number[], rule: string): string {
  const outside = rule !== 'none' && !choice.answers.includes(rule)
  if (outside || (choice.decidedBy === 'rules' && rule !== 'none')) return rule
  return choice.answers[takenAt(probabilities, choice.prior, choice.tilt)] ?? rule
}

/** Kappa; for ordinals the mean of the unweighted and the quadratically weighted one. */
function worth(classifier: Trained, answers: readonly string[], labels: readonly string[]): number {
  const pairs = answers.map((answer, index) => [answer, labels[index] ?? ''] as const)
  const plain = agreementOf(pairs).kappa ?? 0
  return isOrdinal(classifier) ? (plain + (weightedKappaOf(pairs) ?? 0)) / 2 : plain
}

/**
 * Chooses on these examples alone, by folds among them: the candidate of the least log loss, the temperature of the
 * least log loss, the tilt of the best agreement, and the rules where they agree better than all that.
 */
export function choose(classifier: Trained, examples: readonly Example[]): Choice {
  const labels = examples.map((example) => labelOf(example, classifier))
  const answers = answersInOrder[classifier].filter((answer) => labels.includes(answer))
  const ys = labels.map((label) => answers.indexOf(label))
  const compared = candidatesFor(classifier).map((candidate) => {
    const raw = outOfFold(candidate, classifier, answers, examples)
    const losses = TEMPERATURES.map((temperature) =>
      lossOf(raw.map((each) => tempered(each, temperature)), ys),
    )
    const least = Math.min(...losses)
    return { candidate, raw, loss: least, temperature: TEMPERATURES[losses.indexOf(least)] ?? 1 }
  })
  const [best] = compared.sort((a, b) => a.loss - b.loss)
  if (best === undefined) throw new Error(`no candidate for ${classifier}`)
  const probabilities = best.raw.map((each) => tempered(each, best.temperature))
  const prior = answers.map(
    (_, answer) => (ys.filter((y) => y === answer).length + 0.5) / (ys.length + 0.5 * answers.length),
  )
  const rules = examples.map((example) => ruleOf(example, classifier))
  const outside = rules.map((rule, index) => ({ rule, right: rule === labels[index] })).filter(({ rule }) => !answers.includes(rule))
  const shared = {
    candidate: best.candidate,
    answers,
    temperature: best.temperature,
    prior,
    unseen: (outside.filter(({ right }) => right).length + 1) / (outside.length + 2),
  }
  const tilted = TILTS.map((tilt) => {
    const choice = { ...shared, tilt, decidedBy: 'model' as const }
    const given = probabilities.map((each, index) => answerOf(choice, each, rules[index] ?? 'none'))
    return { choice, worth: worth(classifier, given, labels) }
  })
  const [first] = tilted.sort((a, b) => b.worth - a.worth)
  if (first === undefined) throw new Error(`no choice for ${classifier}`)
  return worth(classifier, rules, labels) >= first.worth
    ? { ...first.choice, decidedBy: 'rules' }
    : first.choice
}

function outOfFold(
  candidate: Candidate,
  classifier: Trained,
  answers: readonly string[],
  examples: readonly Example[],
): number[][] {
  const found = new Map<Example, number[]>()
  for (const { train, test } of foldsOf(examples, FOLDS)) {
    const fitted = fit(candidate, classifier, answers, train)
    for (const example of test) found.set(example, predict(fitted, example))
  }
  return examples.map((example) => found.get(example) ?? [])
}

const lossOf = (probabilities: readonly (readonly number[])[], ys: readonly number[]) =>
  ys.reduce((sum, y, index) => sum - Math.log(Math.max(1e-12, probabilities[index]?.[y] ?? 0)), 0) / ys.length
