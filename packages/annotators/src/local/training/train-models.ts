import { socMajorGroups } from '@fieldwork/codebook'
import { userShareOf } from '../decisions.ts'
import type { Classification, Models, Regression, Sureness, Tally, Training } from '../model/model.ts'
import { affirmedOf, RIDGE_PENALTIES, regressed, type Trained } from './candidates.ts'
import { choose, fit } from './choose.ts'
import { designOf, rowOf, short } from './design.ts'
import type { Example } from './examples.ts'
import { fitLinear } from './fit.ts'
import { foldsOf } from './folds.ts'

/** What all models of one training share of their record. */
export type TrainingBase = Pick<Training, 'date' | 'script' | 'labels' | 'seed'>

const FOLDS = 5
const LEAST_USD = 10
const MOST_USD = 50_000

/** Who answers for each classifier of which a model is trained. */
export type DecidedBy = Readonly<Record<Trained, Classification['decidedBy']>>

/** Trains every model on these examples alone, choices included. Deterministic. */
export function trainModels(
  examples: readonly Example[],
  record: TrainingBase,
  decidedBy: DecidedBy,
): Models {
  const training = baseOf(examples, record)
  const classification = (classifier: Trained) => ({
    ...trainClassification(classifier, examples, training),
    decidedBy: decidedBy[classifier],
  })
  return {
    work_mode: classification('work_mode'),
    codebase: classification('codebase'),
    expertise: classification('expertise'),
    occupation_user: classification('occupation_user'),
    occupation_work: tallyRules(examples, training),
    outcome: classification('outcome'),
    success_signal: classification('success_signal'),
    failure_signal: classification('failure_signal'),
    ...trainRegressions(examples, record),
  }
}

/** Trains what predicts numbers: the value of the task, and the user's shares of decisions. */
export function trainRegressions(
  examples: readonly Example[],
  record: TrainingBase,
): Pick<Models, 'task_value' | 'decisions'> {
  const training = baseOf(examples, record)
  const share = (kind: 'planning' | 'execution') =>
    trainRegression(examples, training, {
      target: (example) => userShareOf(example.reference.decisions, kind),
      weightOf: regressed('decisions'),
      least: 0,
      most: 1,
    })
  const planning = share('planning')
  const execution = share('execution')
  return {
    task_value: trainRegression(examples, training, {
      target: ({ reference }) => Math.log10(Math.max(LEAST_USD, reference.task_value.usd)),
      weightOf: regressed('task_value'),
      least: Math.log10(LEAST_USD),
      most: Math.log10(MOST_USD),
    }).model,
    decisions: {
      planning: planning.model,
      execution: execution.model,
      confidence: short(bothNear(examples, planning.outOfFold, execution.outOfFold)),
    },
  }
}

type Base = Omit<Training, 'candidate' | 'penalties'>

const baseOf = (examples: readonly Example[], record: TrainingBase): Base => ({
  ...record,
  sessions: examples.length,
  repositories: new Set(examples.map(({ repo }) => repo)).size,
  crossValidated: {},
})

function trainClassification(classifier: Trained, examples: readonly Example[], base: Base): Classification {
  const { candidate, ...choice } = choose(classifier, examples)
  const { design, parts } = fit(candidate, classifier, choice.answers, examples)
  // The scales go into the weights, so that inputs are standardised and nothing else.
  const folded = (row: readonly number[]) =>
    row.map((weight, index) => short(weight * (design.scales[index] ?? 1)))
  return {
    kind: 'classification',
    answers: [...choice.answers],
    inputs: [...design.inputs],
    parts: parts.map((part) =>
      part.kind === 'nominal'
        ? { kind: 'nominal', biases: part.biases.map(short), weights: part.weights.map(folded) }
        : { kind: 'ordinal', thresholds: part.thresholds.map(short), weights: folded(part.weights) },
    ),
    decidedBy: 'model' as const,
    affirmed: [...affirmedOf(classifier)],
    temperature: choice.temperature,
    prior: choice.prior.map(short),
    tilt: choice.tilt,
    sureness: {
      model: shortened(choice.sureness.model),
      rules: shortened(choice.sureness.rules),
    },
    unseen: short(choice.unseen),
    training: { ...base, candidate: candidate.id, penalties: candidate.parts.map(({ penalty }) => penalty) },
  }
}

const shortened = ({ slope, intercept }: Sureness): Sureness => ({
  slope: short(slope),
  intercept: short(intercept),
})

type Target = {
  readonly target: (example: Example) => number | null
  readonly weightOf: (name: string) => number
  readonly least: number
  readonly most: number
}

function trainRegression(
  all: readonly Example[],
  base: Base,
  { target, weightOf, least, most }: Target,
): { model: Regression; outOfFold: ReadonlyMap<Example, number> } {
  const examples = all.filter((example) => target(example) !== null)
  const regress = (on: readonly Example[], penalty: number) => {
    const design = designOf(on, weightOf, false)
    const { bias, weights } = fitLinear(
      on.map((example) => rowOf(design, example)),
      on.map((example) => target(example) ?? 0),
      penalty,
    )
    const predict = (example: Example) =>
      rowOf(design, example).reduce((sum, value, index) => sum + value * (weights[index] ?? 0), bias)
    return { design, bias, weights, predict }
  }
  const tried = RIDGE_PENALTIES.map((penalty) => {
    const outOfFold = new Map<Example, number>()
    for (const { train, test } of foldsOf(examples, FOLDS)) {
      const { predict } = regress(train, penalty)
      for (const example of test) outOfFold.set(example, Math.max(least, Math.min(most, predict(example))))
    }
    const squares = [...outOfFold].map(([example, value]) => (value - (target(example) ?? 0)) ** 2)
    return { penalty, outOfFold, square: squares.reduce((sum, one) => sum + one, 0) / squares.length }
  })
  const best = tried.reduce((first, next) => (next.square < first.square ? next : first))
  const { design, bias, weights } = regress(examples, best.penalty)
  const model: Regression = {
    kind: 'linear',
    inputs: [...design.inputs],
    bias: short(bias),
    weights: weights.map(short),
    least: short(least),
    most: short(most),
    error: short(Math.sqrt(best.square)),
    training: { ...base, candidate: 'ridge', penalties: [best.penalty] },
  }
  return { model, outOfFold: best.outOfFold }
}

/** Within this, a share counts as met. */
export const NEAR = 0.25

function bothNear(
  examples: readonly Example[],
  planning: ReadonlyMap<Example, number>,
  execution: ReadonlyMap<Example, number>,
): number {
  const near = (value: number | undefined, reference: number | null) =>
    reference === null || (value !== undefined && Math.abs(value - reference) <= NEAR)
  const met = examples.filter(
    (example) =>
      near(planning.get(example), userShareOf(example.reference.decisions, 'planning')) &&
      near(execution.get(example), userShareOf(example.reference.decisions, 'execution')),
  )
  return met.length / examples.length
}

/** How often the rules were right with the commonest answer, and with any other (Laplace's rule of succession). */
function tallyRules(examples: readonly Example[], base: Base): Tally {
  const [common] = socMajorGroups
    .map((group) => ({
      group,
      count: examples.filter(({ reference }) => reference.occupation_work === group).length,
    }))
    .sort((a, b) => b.count - a.count)
  const group = common?.group ?? '15-0000'
  const rate = (of: readonly Example[]) =>
    short(
      (of.filter(({ rules, reference }) => (rules.occupation_work ?? group) === reference.occupation_work)
        .length +
        1) /
        (of.length + 2),
    )
  const isCommon = ({ rules }: Example) => (rules.occupation_work ?? group) === group
  return {
    kind: 'tally',
    confidence: { [group]: rate(examples.filter(isCommon)) },
    unseen: rate(examples.filter((example) => !isCommon(example))),
    training: { ...base, candidate: 'rules', penalties: [] },
  }
}
