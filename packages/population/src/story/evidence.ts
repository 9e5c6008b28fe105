import { chance, type Random, uniform } from '../random.ts'
import { canCommit } from '../truth/codebase.ts'
import type { Truth } from '../truth/truth.ts'
import type { Deed, DeedKind } from './deeds.ts'

/** What a person says of how it goes. */
export type Reaction = 'correction' | 'rejection' | 'complaint' | 'thanks' | 'acknowledgement'

/** How a session shows its tiers of success and failure. */
export type Evidence = {
  /** Prompts before the last, at most one. */
  readonly onTheWay: Reaction | null
  /** The last prompt. */
  readonly closing: Reaction | null
  /** Said while the agent works, where there is no turn for it. */
  readonly calledOut: Reaction | null
  /** What the agent does last. */
  readonly finals: readonly Deed[]
  /** Failing calls on the way, overcome. */
  readonly errors: number
  readonly answer: 'done' | 'allBut' | 'hedged' | 'partly' | 'failed'
  /** The session breaks off: nobody answers, or the last step is aborted. */
  readonly brokenOff: boolean
}

/**
 * Chooses the evidence for the planted tiers. Reactions take a turn each, and a person who says something; where either is
 * missing, the agent's deeds and words have to show it.
 */
export function evidenceFor(random: Random, truth: Truth): Evidence {
  const success = Number(truth.result.success)
  const negative = negativeEvidence(random, truth)
  const turns = truth.intensity.turns - 1 - (negative.onTheWay === null ? 0 : 1)
  const mayClose = turns > 0 && negative.closing === null
  const hard =
    success < 4 ? [] : hardSignals(random, truth, success - 3, mayClose, negative.finals.length > 0)
  const acknowledged =
    success === 3 &&
    mayClose &&
    truth.expertise !== 'unclear' &&
    negative.finals.length === 0 &&
    chance(random, 0.3)
  const soft = success === 3 && !acknowledged ? [does('check')] : []
  const thanked = hard.includes('thanks')
  return {
    ...negative,
    closing: thanked ? 'thanks' : acknowledged ? 'acknowledgement' : negative.closing,
    finals: [...soft, ...hard.flatMap((kind) => (kind === 'thanks' ? [] : [does(kind)])), ...negative.finals],
    answer: answerFor(truth),
    brokenOff: truth.result.outcome !== 'succeeded' && success <= 1 && chance(random, 0.6),
  }
}

const does = (kind: DeedKind): Deed => ({ kind, fails: false })
const fails = (kind: DeedKind): Deed => ({ kind, fails: true })

const isCode = ({ mode }: Truth) => mode === 'build' || mode === 'fix' || mode === 'test'
const hasChecks = (truth: Truth) => isCode(truth) && truth.writes

type Negative = Pick<Evidence, 'onTheWay' | 'closing' | 'calledOut' | 'finals' | 'errors'>

function negativeEvidence(random: Random, truth: Truth): Negative {
  const failure = Number(truth.result.failure)
  const resolved = truth.result.outcome === 'succeeded'
  const reaction = truth.expertise === 'unclear' ? null : reactionTo(random, failure, resolved)
  // A hard failure is anger, or work that fails to the end; several are both.
  const endsRed = failure === 5 || (failure === 4 && !resolved && reaction === null)
  const none: Negative = {
    onTheWay: null,
    closing: null,
    calledOut: null,
    finals: endsRed ? redEnding(truth) : [],
    errors: reaction === null ? Math.min(2, failure) : 0,
  }
  if (reaction === null) return none
  if (truth.intensity.turns === 1) return { ...none, calledOut: reaction }
  return reaction === 'complaint' && !resolved
    ? { ...none, closing: reaction }
    : { ...none, onTheWay: reaction }
}

/** What the person says at a tier of failure, if anything. */
function reactionTo(random: Random, failure: number, resolved: boolean): Reaction | null {
  switch (failure) {
    case 2:
      return chance(random, 0.7) ? 'correction' : null
    case 3:
      return 'rejection'
    case 4:
      return resolved || chance(random, 0.5) ? 'complaint' : null
    case 5:
      return 'complaint'
    default:
      return null
  }
}

/** Calls that fail at the end and are not recovered. */
const redEnding = (truth: Truth): readonly Deed[] =>
  hasChecks(truth) ? [fails('tests')] : [fails('command'), fails('command')]

/** So many kinds of hard evidence as are wanted, of those that this work can leave. */
function hardSignals(
  random: Random,
  truth: Truth,
  wanted: number,
  mayThank: boolean,
  endsRed: boolean,
): readonly (DeedKind | 'thanks')[] {
  const testable = hasChecks(truth) && !endsRed
  const possible: (DeedKind | 'thanks')[] = [
    testable ? 'tests' : 'command',
    ...(canCommit(truth) ? (['commit'] as const) : []),
    ...(mayThank ? (['thanks'] as const) : []),
  ]
  const order = possible.map((kind) => ({ kind, at: uniform(random) })).sort((a, b) => a.at - b.at)
  const chosen = order.slice(0, wanted).map(({ kind }) => kind)
  // A commit comes after the tests.
  return chosen.sort((a, b) => Number(a === 'commit') - Number(b === 'commit'))
}

function answerFor({ result, intensity, expertise }: Truth): Evidence['answer'] {
  const unsaid = Number(result.failure) === 3 && (expertise === 'unclear' || intensity.turns === 1)
  if (result.outcome === 'partially') return 'partly'
  if (result.outcome === 'failed') return 'failed'
  if (unsaid) return 'allBut'
  return Number(result.success) <= 1 ? 'hedged' : 'done'
}
