import {
  type ClassifierId,
  codebases,
  type LabelValues,
  labelValues,
  outcomes,
  type WorkMode,
  workModes,
} from '@fieldwork/codebook'
import { decisionsWith } from '../decisions.ts'
import type { Classification, Models, Regression } from './model.ts'
import type { Observation } from './observe.ts'
import { confidenceOf, logistic, numberOf, probabilitiesOf, takenAt } from './predict.ts'

export type LocalAnswer = {
  readonly values: LabelValues
  readonly confidence: { readonly [C in ClassifierId]?: number }
}

type Given = { readonly answer: string; readonly confidence: number }

/** The largest share of a normal distribution's mass is told by the logistic with this scale (Bowling et al. 2009). */
const NORMAL = 1.702

/** Where the codebook's bands of task value begin and end, in USD. */
export const bands = [10, 200, 1_000, 5_000, 50_000] as const

/** A posting's title can only say what kind of work it is. */
const titles: Readonly<Record<WorkMode, string>> = {
  build: 'Write or extend code in an existing project',
  fix: 'Find and mend a defect in an existing project',
  test: 'Test or review code and report what is found',
  orchestrate: 'Write instructions and evaluations for an assistant',
  operate: 'Set up, release or look after a software project',
  understand: 'Explain how an existing system works',
  plan: 'Work out a design or plan for a software change',
  analyse: 'Analyse data and report the findings',
  write: 'Write or revise a document',
}

/** Answers every classifier of which the session says anything. Pure. Confidence is calibrated, 0 to 1. */
export function answerWith(models: Models, observation: Observation): LocalAnswer {
  const { rules } = observation
  const given: { [C in ClassifierId]?: Given } = {
    // Nothing asked and nothing done: there is nothing to go by.
    ...(rules.work_mode === undefined
      ? {}
      : { work_mode: classified(models.work_mode, observation, rules.work_mode) }),
    codebase: classified(models.codebase, observation, rules.codebase),
    expertise: expertiseOf(models.expertise, observation),
    occupation_user: classified(models.occupation_user, observation, rules.occupation_user),
    ...(rules.outcome === undefined
      ? {}
      : { outcome: classified(models.outcome, observation, rules.outcome) }),
    success_signal: classified(models.success_signal, observation, rules.success_signal),
    failure_signal: classified(models.failure_signal, observation, rules.failure_signal),
  }
  const mode = one(workModes, given.work_mode)
  const work = rules.occupation_work ?? '15-0000'
  const { usd, confidence: ofBand } = taskValueOf(models.task_value, observation)
  const { planning, execution, confidence: ofShares } = models.decisions
  const values: LabelValues = {
    work_mode: mode,
    codebase: one(codebases, given.codebase),
    decisions: decisionsWith(numberOf(planning, observation), numberOf(execution, observation)),
    expertise: one(labelValues.expertise.enum, given.expertise),
    occupation_user: one(labelValues.occupation_user.enum, given.occupation_user),
    occupation_work: work,
    outcome: one(outcomes, given.outcome),
    success_signal: one(labelValues.success_signal.enum, given.success_signal),
    failure_signal: one(labelValues.failure_signal.enum, given.failure_signal),
    task_value: { title: titles[mode ?? 'build'], usd },
  }
  return {
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
    confidence: {
      ...Object.fromEntries(Object.entries(given).map(([id, { confidence }]) => [id, round(confidence)])),
      decisions: round(ofShares),
      occupation_work: round(models.occupation_work.confidence[work] ?? models.occupation_work.unseen),
      task_value: round(ofBand),
    },
  }
}

/**
 * The model's answer or the rules', as was chosen in training, with its probability. What no label holds the model
 * cannot know: there the rules answer.
 */
function classified(model: Classification, observation: Observation, rule: string): Given {
  const probabilities = probabilitiesOf(model, observation)
  const at = model.answers.indexOf(rule)
  if (at === -1) return { answer: rule, confidence: model.unseen }
  const stands = model.decidedBy === 'rules' || model.affirmed.includes(rule)
  const taken = stands ? at : takenAt(probabilities, model.prior, model.tilt)
  const confidence = confidenceOf(model.sureness[model.decidedBy], probabilities[taken] ?? 0)
  return { answer: model.answers[taken] ?? rule, confidence }
}

/** The codebook's ruling: without a sentence of the person's own, expertise is unclear. */
function expertiseOf(model: Classification, observation: Observation): Given {
  const { signs, expertise } = observation.rules
  if (signs.words > 0) return classified(model, observation, expertise)
  const at = model.answers.indexOf('unclear')
  const probability = probabilitiesOf(model, observation)[at] ?? 0
  return { answer: 'unclear', confidence: confidenceOf(model.sureness[model.decidedBy], probability) }
}

/** A price with two digits, and the probability of the band that it falls into. */
function taskValueOf(model: Regression, observation: Observation): { usd: number; confidence: number } {
  const logUsd = numberOf(model, observation)
  const usd = Number((10 ** logUsd).toPrecision(2))
  const band = Math.max(
    0,
    bands.findLastIndex((from, index) => index < bands.length - 1 && usd >= from),
  )
  const below = (limit: number) => logistic((NORMAL * (Math.log10(limit) - logUsd)) / model.error)
  const from = band === 0 ? 0 : below(bands[band] ?? 0)
  const to = band === bands.length - 2 ? 1 : below(bands[band + 1] ?? 0)
  return { usd, confidence: to - from }
}

const one = <T extends string>(options: readonly T[], given: Given | undefined): T | undefined =>
  options.find((option) => option === given?.answer)

const round = (share: number) => Math.round(share * 1_000) / 1_000
