import { type Static, Type } from 'typebox'

const Text = Type.String()
const Numbers = Type.Array(Type.Number())

/** What a model looks at: a feature, or `person:` or `agent:` and a word. It goes in as (value − mean) / sd. */
const Input = Type.Object({ name: Text, mean: Type.Number(), sd: Type.Number() })

/** How a model came about; enough to make it again from the same labels. */
const Training = Type.Object({
  date: Text,
  script: Text,
  labels: Text,
  sessions: Type.Integer(),
  repositories: Type.Integer(),
  seed: Type.Integer(),
  candidate: Text,
  /** On half the squared weights, one for each part. */
  penalties: Numbers,
  /** Grouped by repository, the choice of the model inside; figures.json has the rest. */
  crossValidated: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
})

/** Multinomial logistic regression: one row of weights per answer. */
const Nominal = Type.Object({
  kind: Type.Literal('nominal'),
  biases: Numbers,
  weights: Type.Array(Numbers),
})

/** Proportional odds (McCullagh 1980): one row of weights, a threshold between neighbouring answers. */
const Ordinal = Type.Object({ kind: Type.Literal('ordinal'), thresholds: Numbers, weights: Numbers })

/** How sure an answer is, from its probability: logistic in the probability's logit (Platt 1999). */
const Sureness = Type.Object({ slope: Type.Number(), intercept: Type.Number() })

/** Gives each answer a probability: the mean of what its parts give. */
const Classification = Type.Object({
  kind: Type.Literal('classification'),
  answers: Type.Array(Text),
  inputs: Type.Array(Input),
  parts: Type.Array(Type.Union([Nominal, Ordinal])),
  /** Who answers: the rules where the model was no better; the model then still says how sure that is. */
  decidedBy: Type.Enum(['model', 'rules']),
  /** Answers of the rules that stand whatever the model says: the codebook counts their signs as enough. */
  affirmed: Type.Array(Text),
  temperature: Type.Number(),
  prior: Numbers,
  /** The power of the prior by which probabilities are divided before the likeliest answer is taken. */
  tilt: Type.Number(),
  /** Calibrated on out-of-fold answers, the model's and the rules'. */
  sureness: Type.Object({ model: Sureness, rules: Sureness }),
  /** Confidence in an answer of the rules that no label holds. */
  unseen: Type.Number(),
  training: Training,
})

/** Ridge regression of one number; `error` is the cross-validated root mean square error. */
const Regression = Type.Object({
  kind: Type.Literal('linear'),
  inputs: Type.Array(Input),
  bias: Type.Number(),
  weights: Numbers,
  least: Type.Number(),
  most: Type.Number(),
  error: Type.Number(),
  training: Training,
})

/** Where there is nothing to learn from the labels: how often the rules were right, by answer. */
const Tally = Type.Object({
  kind: Type.Literal('tally'),
  confidence: Type.Record(Type.String(), Type.Number()),
  unseen: Type.Number(),
  training: Training,
})

/** The files of models/, by classifier. */
export const Models = Type.Object({
  work_mode: Classification,
  codebase: Classification,
  expertise: Classification,
  occupation_user: Classification,
  occupation_work: Tally,
  outcome: Classification,
  success_signal: Classification,
  failure_signal: Classification,
  task_value: Regression,
  decisions: Type.Object({
    planning: Regression,
    execution: Regression,
    /** Share of sessions of which both shares come within a quarter of the reference's. */
    confidence: Type.Number(),
  }),
})

export type Input = Static<typeof Input>
export type Training = Static<typeof Training>
export type Nominal = Static<typeof Nominal>
export type Ordinal = Static<typeof Ordinal>
export type Classification = Static<typeof Classification>
export type Regression = Static<typeof Regression>
export type Sureness = Static<typeof Sureness>
export type Tally = Static<typeof Tally>
export type Models = Static<typeof Models>
