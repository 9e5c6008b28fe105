import { agreementOf, type Pair, weightedKappaOf } from '../agreement.ts'
import type { Classification, Sureness } from '../model/model.ts'
import { logit, rawProbabilities, takenAt, tempered } from '../model/predict.ts'
import {
  affirmedOf,
  answersInOrder,
  type Candidate,
  candidatesFor,
  isOrdinal,
  type Trained,
} from './candidates.ts'
import { type Design, designOf, rowOf } from './design.ts'
import type { Example } from './examples.ts'
import { fitNominal, fitOrdinal } from './fit.ts'
import { foldsOf } from './folds.ts'

type Fitted = {
  readonly design: Design
  readonly parts: readonly (ReturnType<typeof fitNominal> | ReturnType<typeof fitOrdinal>)[]
}

/** What was chosen for a classifier on some examples. */
export type Choice = {
  readonly candidate: Candidate
  readonly answers: readonly string[]
  readonly temperature: number
  readonly tilt: number
  readonly prior: readonly number[]
  readonly sureness: Classification['sureness']
  readonly unseen: number
}

const FOLDS = 5
const TILTS = [0.25, 0.5, 0.75] as const
const TEMPERATURES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4]

export const labelOf = ({ reference }: Example, classifier: Trained) => String(reference[classifier])

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
  const parts = candidate.parts.map(({ kind, penalty }) =>
    (kind === 'nominal' ? fitNominal : fitOrdinal)(rows, ys, answers.length, penalty),
  )
  return { design, parts }
}

/** Kappa; for ordinals the mean of the unweighted and the quadratically weighted one. */
function worth(classifier: Trained, pairs: readonly Pair[]): number {
  const plain = agreementOf(pairs).kappa ?? 0
  return isOrdinal(classifier) ? (plain + (weightedKappaOf(pairs) ?? 0)) / 2 : plain
}

/**
 * Chooses on these examples alone, by folds among them: the candidate and the temperature of the least log loss, and
 * then the tilt of the best agreement.
 */
export function choose(classifier: Trained, examples: readonly Example[]): Choice {
  const labels = examples.map((example) => labelOf(example, classifier))
  const answers = answersInOrder[classifier].filter((answer) => labels.includes(answer))
  const ys = labels.map((label) => answers.indexOf(label))
  const compared = candidatesFor(classifier).map((candidate) => {
    const raw = outOfFold(candidate, classifier, answers, examples)
    const losses = TEMPERATURES.map((temperature) =>
      lossOf(
        raw.map((each) => tempered(each, temperature)),
        ys,
      ),
    )
    const loss = Math.min(...losses)
    return { candidate, raw, loss, temperature: TEMPERATURES[losses.indexOf(loss)] ?? 1 }
  })
  const best = compared.reduce((first, next) => (next.loss < first.loss ? next : first))
  const probabilities = best.raw.map((each) => tempered(each, best.temperature))
  const prior = answers.map(
    (_, answer) => (ys.filter((y) => y === answer).length + 0.5) / (ys.length + 0.5 * answers.length),
  )
  const affirmed = affirmedOf(classifier)
  const givenAt = (tilt: number) =>
    probabilities.map((each, index) => {
      const rule = examples[index]?.rules[classifier] ?? ''
      return affirmed.includes(rule) ? answers.indexOf(rule) : takenAt(each, prior, tilt)
    })
  const worths = TILTS.map((tilt) =>
    worth(
      classifier,
      givenAt(tilt).map((at, index) => [answers[at] ?? '', labels[index] ?? '']),
    ),
  )
  const tilt = TILTS[worths.indexOf(Math.max(...worths))] ?? TILTS[0]
  const { candidate, temperature } = best
  const sureness = {
    model: surenessOf(probabilities, givenAt(tilt), ys),
    rules: surenessOf(
      probabilities,
      examples.map(({ rules }) => answers.indexOf(rules[classifier] ?? '')),
      ys,
    ),
  }
  const unseen = rateOfUnseen(classifier, answers, examples)
  return { candidate, answers, temperature, tilt, prior, sureness, unseen }
}

/** Held back a little, so that a few sessions that were all right make no certainty. */
const SURENESS_PENALTY = 1

/** How the probability of the answer given goes with its being right. Answers at -1 are left out. */
function surenessOf(
  probabilities: readonly (readonly number[])[],
  given: readonly number[],
  ys: readonly number[],
): Sureness {
  const known = given.flatMap((at, index) => (at === -1 ? [] : [{ at, index }]))
  const fitted = fitNominal(
    known.map(({ at, index }) => [logit(probabilities[index]?.[at] ?? 0)]),
    known.map(({ at, index }) => Number(at === ys[index])),
    2,
    SURENESS_PENALTY,
  )
  const [wrong = 0, right = 0] = fitted.biases
  const [[down = 0] = [], [up = 0] = []] = fitted.weights
  return { slope: Math.max(0, up - down), intercept: right - wrong }
}

/** How often the rules are right with answers that no label holds (Laplace's rule of succession). */
function rateOfUnseen(classifier: Trained, answers: readonly string[], examples: readonly Example[]): number {
  const unseen = examples.filter(({ rules }) => !answers.includes(rules[classifier] ?? answers[0] ?? ''))
  const right = unseen.filter((example) => example.rules[classifier] === labelOf(example, classifier))
  return (right.length + 1) / (unseen.length + 2)
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
    for (const example of test)
      found.set(example, rawProbabilities(fitted.parts, rowOf(fitted.design, example)))
  }
  return examples.map((example) => found.get(example) ?? [])
}

const lossOf = (probabilities: readonly (readonly number[])[], ys: readonly number[]) =>
  ys.reduce((sum, y, index) => sum - Math.log(Math.max(1e-12, probabilities[index]?.[y] ?? 0)), 0) / ys.length
