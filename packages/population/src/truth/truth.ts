import { codebases, type LabelValues, type WorkMode, workModes } from '@fieldwork/codebook'
import { type Occupation, plantedParameters } from '../parameters.ts'
import type { Person } from '../person.ts'
import { chance, type Random, uniform } from '../random.ts'
import { monthsOf } from '../window.ts'
import { taskTitle } from '../words/task-titles.ts'
import {
  type Codebase,
  canCommit,
  codebaseShares,
  drawCodebase,
  drawWrites,
  writesShare,
} from './codebase.ts'
import { type Control, drawDecisions } from './decisions.ts'
import { drawExpertise, type Expertise } from './expertise.ts'
import { drawIntensity, type Intensity } from './intensity.ts'
import { drawResult, type Result } from './outcome.ts'
import { drawTaskValue } from './task-value.ts'
import { workModeAt, workModeShares } from './work-mode.ts'

/** What is planted in one session: what its text is written from, and what an annotator is to find in it. */
export type Truth = {
  readonly mode: WorkMode
  readonly codebase: Codebase
  readonly expertise: Expertise
  /** Unclear where nothing on the side tells it. */
  readonly occupation: Occupation | 'unclear'
  readonly result: Result
  readonly control: Control
  readonly intensity: Intensity
  /** Whether a line is added to any file. */
  readonly writes: boolean
  readonly labels: LabelValues
}

/** How often a session is like its person's others in what is done, and in expertise. */
const LIKENESS = { mode: 0.3, expertise: 0.6 }

export function drawTruth(random: Random, person: Person, position: number, scale: number): Truth {
  const mode = workModeAt(chance(random, LIKENESS.mode) ? person.habit : uniform(random), position)
  const hasGoal = !chance(random, plantedParameters.noClearGoal.value[mode])
  const skill = chance(random, LIKENESS.expertise) ? person.skill : uniform(random)
  const expertise = drawExpertise(random, skill, hasGoal)
  const occupation = chance(random, plantedParameters.occupationShown.value) ? person.occupation : 'unclear'
  const drawn = drawResult(random, { hasGoal, expertise, occupation }, withoutLines)
  const attempted = drawCodebase(random, mode)
  const writes = drawWrites(random, mode, attempted) && !drawn.givenUp
  // Attempted, and given up without a change: it was only looked at.
  const codebase =
    writes || !drawn.givenUp || attempted !== 'modify_existing' ? attempted : 'explore_existing'
  const { decisions, control } = drawDecisions(random, expertise)
  const intensity = drawIntensity(random, expertise, control, scale)
  // Two kinds of hard evidence are a deed and a commit, or a deed and thanks, for which there has to be a turn.
  const showsTwo = canCommit({ codebase, writes }) || (drawn.outcome === 'succeeded' && intensity.turns > 2)
  const result = showsTwo ? drawn : atMostOneSignal(drawn)
  const usd = drawTaskValue(random, mode, position, intensity.residual)
  return {
    mode,
    codebase,
    expertise,
    occupation,
    result,
    control,
    intensity,
    writes,
    labels: {
      work_mode: mode,
      codebase,
      decisions: [...decisions],
      expertise,
      occupation_user: occupation,
      occupation_work: occupationOfWork(mode, codebase, occupation),
      outcome: result.outcome,
      success_signal: result.success,
      failure_signal: result.failure,
      task_value: { title: taskTitle(mode), usd },
    },
  }
}

/** Verified by one kind of evidence where the session has no room for two. */
const atMostOneSignal = (result: Result): Result =>
  result.success === '5' ? { ...result, success: '4' } : result

/** Whose work it typically is: that of the person's own trade where no code is the matter, else software's. */
function occupationOfWork(
  mode: WorkMode,
  codebase: Codebase,
  occupation: Occupation | 'unclear',
): Occupation {
  const inWords = mode === 'analyse' || mode === 'write'
  const codeIsTheMatter = inWords ? codebase === 'modify_existing' : codebase !== 'none' || mode === 'operate'
  if (codeIsTheMatter) return '15-0000'
  if (occupation !== 'unclear') return occupation
  return mode === 'write' ? '27-0000' : '15-0000'
}

/** The share of sessions with a goal that add no line although they are not given up, over the study's window. */
const withoutLines =
  sumOverModes((mode) => withGoal(mode) * noLinesShare(mode)) / sumOverModes((mode) => withGoal(mode))

function withGoal(mode: WorkMode): number {
  return 1 - plantedParameters.noClearGoal.value[mode]
}

function noLinesShare(mode: WorkMode): number {
  const shares = codebaseShares(mode)
  return codebases.reduce((sum, codebase) => sum + shares[codebase] * (1 - writesShare(mode, codebase)), 0)
}

/** The mean over the months of what the modes have, each with its share. */
function sumOverModes(of: (mode: WorkMode) => number): number {
  const months = monthsOf().length
  let sum = 0
  for (let month = 0; month < months; month += 1) {
    const shares = workModeShares(month / (months - 1))
    for (const mode of workModes) sum += shares[mode] * of(mode)
  }
  return sum / months
}
