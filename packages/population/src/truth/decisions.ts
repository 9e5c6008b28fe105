import type { Decision } from '@fieldwork/codebook'
import { plantedParameters } from '../parameters.ts'
import { integer, pick, type Random, roundAtRandom, uniform } from '../random.ts'
import { executionChoices, planningChoices } from '../words/choices.ts'
import type { Expertise } from './expertise.ts'

type Kinds = readonly { readonly share: number; readonly user: number }[]
type Range = { readonly from: number; readonly to: number }

/** The published share of sessions with a goal: only among those is expertise unclear. */
const GOAL = 1 - 0.077

const agentAlone: Kinds = [{ share: 1, user: 0 }]

/** Above this share of the decisions of one kind a side controls them (codebook). */
const CONTROL = 0.8

export type Control = { readonly userKeepsExecution: boolean; readonly agentTakesPlanning: boolean }

/**
 * Draws who decided what; the agent everything where the person says next to nothing. The count of the user's decisions is
 * rounded at random, so that its mean is the planted share.
 */
export function drawDecisions(
  random: Random,
  expertise: Expertise,
): { decisions: readonly Decision[]; control: Control } {
  const { decisionsPlanning, decisionsExecution, userPlanning, userExecution } = plantedParameters
  const planning = drawKind(
    random,
    'planning',
    decisionsPlanning.value,
    expertise === 'unclear' ? agentAlone : userPlanning.value,
  )
  const execution = drawKind(
    random,
    'execution',
    decisionsExecution.value,
    expertise === 'unclear' ? agentAlone : userExecution.value,
  )
  return {
    decisions: [...planning, ...execution],
    control: {
      userKeepsExecution: shareOf(execution, 'user') > CONTROL,
      agentTakesPlanning: shareOf(planning, 'agent') > CONTROL,
    },
  }
}

function drawKind(random: Random, kind: Decision['kind'], range: Range, kinds: Kinds): Decision[] {
  const count = integer(random, range.from, range.to)
  const users = roundAtRandom(random, count * userShare(random, kinds))
  const choices = kind === 'planning' ? planningChoices : executionChoices
  return Array.from({ length: count }, (_, index) => ({
    kind,
    by: index < users ? 'user' : 'agent',
    what: pick(random, choices),
  }))
}

function userShare(random: Random, kinds: Kinds): number {
  let left = uniform(random)
  for (const { share, user } of kinds) {
    left -= share
    if (left < 0) return user
  }
  return 0
}

const shareOf = (decisions: readonly Decision[], by: Decision['by']) =>
  decisions.filter((decision) => decision.by === by).length / decisions.length

/** How often each side has control, over all sessions: every count, kind of session and way of rounding. */
export function controlShares(): { userKeepsExecution: number; agentTakesPlanning: number } {
  const { decisionsPlanning, decisionsExecution, userPlanning, userExecution, expertiseUnclear } =
    plantedParameters
  const unclear = GOAL * expertiseUnclear.value
  const user = controlShare(decisionsExecution.value, userExecution.value, (share) => share)
  const agent = controlShare(decisionsPlanning.value, userPlanning.value, (share) => 1 - share)
  return { userKeepsExecution: (1 - unclear) * user, agentTakesPlanning: unclear + (1 - unclear) * agent }
}

function controlShare({ from, to }: Range, kinds: Kinds, side: (userShare: number) => number): number {
  let all = 0
  for (let count = from; count <= to; count += 1) {
    for (const { share, user } of kinds) {
      const below = Math.floor(count * user)
      const upper = count * user - below
      const controls = (users: number) => (side(users / count) > CONTROL ? 1 : 0)
      all += share * (upper * controls(below + 1) + (1 - upper) * controls(below))
    }
  }
  return all / (to - from + 1)
}
