import type { Decision, LabelValue } from '@fieldwork/codebook'
import { codebaseOf } from './codebase.ts'
import { decisionsOf } from './decisions.ts'
import type { Evidence } from './evidence.ts'
import { type ExpertiseSigns, expertiseOf, expertiseSigns } from './expertise.ts'
import { occupationUserOf, occupationWorkOf } from './occupation.ts'
import { outcomeOf } from './outcome.ts'
import { type End, type Signals, signalsOf } from './signals.ts'
import { type Scores, workModeOf, workModeScores } from './work-mode.ts'

/** What the rules answer, and what they went by where that says more than the answer. */
export type RuleAnswers = {
  readonly work_mode: LabelValue<'work_mode'> | undefined
  readonly codebase: LabelValue<'codebase'>
  readonly decisions: readonly Decision[]
  readonly expertise: LabelValue<'expertise'>
  readonly occupation_user: LabelValue<'occupation_user'>
  readonly occupation_work: LabelValue<'occupation_work'> | undefined
  readonly outcome: LabelValue<'outcome'> | undefined
  readonly success_signal: LabelValue<'success_signal'>
  readonly failure_signal: LabelValue<'failure_signal'>
  readonly scores: Scores
  readonly signs: ExpertiseSigns
  readonly end: End
  readonly hard: Signals['hard']
}

/** Answers by rules alone. The value of the task always is left out; what else the rules cannot tell is undefined. */
export function answerByRules(evidence: Evidence): RuleAnswers {
  const scores = workModeScores(evidence)
  const mode = workModeOf(scores)
  const signals = signalsOf(evidence)
  const signs = expertiseSigns(evidence)
  return {
    work_mode: mode,
    codebase: codebaseOf(evidence),
    decisions: decisionsOf(evidence),
    expertise: expertiseOf(signs),
    occupation_user: occupationUserOf(evidence),
    occupation_work: occupationWorkOf(evidence, mode),
    outcome: outcomeOf(evidence, signals),
    success_signal: signals.success,
    failure_signal: signals.failure,
    scores,
    signs,
    end: signals.end,
    hard: signals.hard,
  }
}
