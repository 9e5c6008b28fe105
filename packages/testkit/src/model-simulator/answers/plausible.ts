import { createHash } from 'node:crypto'
import type { LabelValue, LabelValues, Outcome, WorkMode } from '@fieldwork/codebook'
import { normal, type Random, randomOf } from '../random.ts'

type Weights<K extends string> = Readonly<Record<K, number>>

const workModes: Weights<WorkMode> = {
  build: 32,
  fix: 23,
  operate: 12,
  understand: 9,
  test: 7,
  write: 6,
  plan: 5,
  analyse: 4,
  orchestrate: 2,
}
const codebases: Weights<LabelValue<'codebase'>> = {
  modify_existing: 74,
  explore_existing: 9,
  from_scratch: 9,
  none: 8,
}
const expertise: Weights<LabelValue<'expertise'>> = { '1': 4, '2': 20, '3': 37, '4': 22, '5': 7, unclear: 10 }
/** Whoever commands the domain succeeds more often: what the study found, and what a report should have to show. */
const outcomes: Readonly<Record<LabelValue<'expertise'>, Weights<Outcome>>> = {
  '1': { succeeded: 42, partially: 30, failed: 20, no_clear_goal: 8 },
  '2': { succeeded: 55, partially: 26, failed: 13, no_clear_goal: 6 },
  '3': { succeeded: 66, partially: 21, failed: 9, no_clear_goal: 4 },
  '4': { succeeded: 74, partially: 17, failed: 6, no_clear_goal: 3 },
  '5': { succeeded: 79, partially: 14, failed: 4, no_clear_goal: 3 },
  unclear: { succeeded: 60, partially: 18, failed: 8, no_clear_goal: 14 },
}
const successSignals: Readonly<Record<Outcome, Weights<LabelValue<'success_signal'>>>> = {
  succeeded: { '0': 2, '1': 3, '2': 8, '3': 20, '4': 40, '5': 27 },
  partially: { '0': 6, '1': 18, '2': 36, '3': 28, '4': 10, '5': 2 },
  failed: { '0': 45, '1': 36, '2': 14, '3': 4, '4': 1, '5': 0 },
  no_clear_goal: { '0': 60, '1': 20, '2': 10, '3': 6, '4': 3, '5': 1 },
}
const failureSignals: Readonly<Record<Outcome, Weights<LabelValue<'failure_signal'>>>> = {
  succeeded: { '0': 38, '1': 41, '2': 15, '3': 5, '4': 1, '5': 0 },
  partially: { '0': 6, '1': 22, '2': 34, '3': 26, '4': 10, '5': 2 },
  failed: { '0': 1, '1': 4, '2': 12, '3': 27, '4': 34, '5': 22 },
  no_clear_goal: { '0': 50, '1': 28, '2': 14, '3': 6, '4': 2, '5': 0 },
}
const occupations = {
  '15-0000': 60,
  '13-0000': 8,
  '11-0000': 6,
  '17-0000': 6,
  '19-0000': 5,
  '27-0000': 6,
  '25-0000': 4,
  '43-0000': 5,
} as const satisfies Partial<Weights<LabelValue<'occupation_work'>>>
const titles: Weights<string> = {
  'Extend a service': 4,
  'Mend a report': 3,
  'Set up a pipeline': 2,
  'Draw figures': 1,
}

/**
 * Labels drawn from the hash of a transcript: the same for the same one, and over many in shares as a study might find
 * them. They tell nothing about a session; they are for trying a run without a model.
 */
export function plausibleAnswer(transcript: string): LabelValues {
  const random = randomOf(createHash('sha256').update(transcript).digest().readInt32BE(), 0)
  const level = drawn(random, expertise)
  const outcome = drawn(random, outcomes[level])
  const work = drawn(random, occupations)
  return {
    work_mode: drawn(random, workModes),
    codebase: drawn(random, codebases),
    decisions: Array.from({ length: 3 + Math.floor(6 * random()) }, () => decision(random)),
    expertise: level,
    occupation_user: random() < 0.15 ? 'unclear' : work,
    occupation_work: work,
    outcome,
    success_signal: drawn(random, successSignals[outcome]),
    failure_signal: drawn(random, failureSignals[outcome]),
    task_value: { title: drawn(random, titles), usd: Math.round(Math.exp(5.3 + normal(random))) + 10 },
  }
}

/** Users decide what is done, agents how. */
function decision(random: Random): LabelValue<'decisions'>[number] {
  return random() < 0.45
    ? { kind: 'planning', by: random() < 0.72 ? 'user' : 'agent', what: 'what is to be done' }
    : { kind: 'execution', by: random() < 0.2 ? 'user' : 'agent', what: 'how it is done' }
}

function drawn<K extends string>(random: Random, weights: Weights<K>): K {
  const keys = Object.keys(weights).filter((key): key is K => key in weights)
  let left = random() * keys.reduce((sum, key) => sum + weights[key], 0)
  const found = keys.find((key) => {
    left -= weights[key]
    return left < 0
  })
  const [first] = keys
  if (first === undefined) throw new Error('nothing to draw from')
  return found ?? first
}
