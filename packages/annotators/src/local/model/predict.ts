import type { Classification, Input, Nominal, Ordinal, Regression, Sureness } from './model.ts'
import type { Observation } from './observe.ts'

/** Standardised values beyond this many standard deviations are cut: no single count may decide. */
const MOST = 3

/** The value of one input, standardised. */
export function standardised(
  { name, mean, sd }: Input,
  { values, words }: Pick<Observation, 'values' | 'words'>,
) {
  const value = name.includes(':') ? Number(words.has(name)) : (values.get(name) ?? mean)
  return Math.max(-MOST, Math.min(MOST, (value - mean) / sd))
}

const dot = (weights: readonly number[], x: readonly number[]) =>
  weights.reduce((sum, weight, index) => sum + weight * (x[index] ?? 0), 0)

/** Normalised so that they sum to 1; from logarithms, so that nothing overflows. */
export function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - most))
  const sum = powers.reduce((all, power) => all + power, 0)
  return powers.map((power) => power / sum)
}

export const logistic = (x: number) => 1 / (1 + Math.exp(-x))

/** Probabilities of the answers before calibration: the mean of the parts'. */
export function rawProbabilities(parts: readonly (Nominal | Ordinal)[], x: readonly number[]): number[] {
  const [first = [], ...others] = parts.map((part) => probabilitiesOfPart(part, x))
  return first.map(
    (own, answer) => others.reduce((sum, other) => sum + (other[answer] ?? 0), own) / parts.length,
  )
}

function probabilitiesOfPart(model: Nominal | Ordinal, x: readonly number[]): number[] {
  if (model.kind === 'nominal') {
    return softmax(model.weights.map((row, index) => (model.biases[index] ?? 0) + dot(row, x)))
  }
  const along = dot(model.weights, x)
  const below = [0, ...model.thresholds.map((threshold) => logistic(threshold - along)), 1]
  return below.slice(1).map((upTo, index) => Math.max(1e-9, upTo - (below[index] ?? 0)))
}

/** Temperature scaling (Guo et al. 2017): above 1 it takes confidence away, below 1 it adds some. */
export const tempered = (probabilities: readonly number[], temperature: number): number[] =>
  softmax(probabilities.map((probability) => Math.log(Math.max(1e-12, probability)) / temperature))

const SURE = 1e-6

/** The logarithm of the odds, bounded. */
export function logit(probability: number): number {
  const bounded = Math.max(SURE, Math.min(1 - SURE, probability))
  return Math.log(bounded / (1 - bounded))
}

/** The calibrated confidence in an answer of this probability. */
export const confidenceOf = ({ slope, intercept }: Sureness, probability: number) =>
  logistic(intercept + slope * logit(probability))

/** What is rarer counts as this frequent: a tilt must not make a rare answer of a faint trace. */
const RARE = 0.1

/** The position of the answer that is taken: the likeliest, measured against how frequent it is anyway. */
export function takenAt(probabilities: readonly number[], prior: readonly number[], tilt: number): number {
  const scores = probabilities.map(
    (probability, index) => probability / Math.max(RARE, prior[index] ?? 1) ** tilt,
  )
  return scores.indexOf(Math.max(...scores))
}

/** Probabilities of a model's answers after temperature scaling, in their order. */
export const probabilitiesOf = (model: Classification, observation: Observation): number[] =>
  tempered(
    rawProbabilities(
      model.parts,
      model.inputs.map((input) => standardised(input, observation)),
    ),
    model.temperature,
  )

/** The number that a regression gives, within its bounds. */
export function numberOf(model: Regression, observation: Observation): number {
  const along = dot(
    model.weights,
    model.inputs.map((input) => standardised(input, observation)),
  )
  return Math.max(model.least, Math.min(model.most, model.bias + along))
}
