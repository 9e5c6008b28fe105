import type { LabelValue, Outcome } from '@fieldwork/codebook'
import { type Occupation, plantedParameters } from '../parameters.ts'
import { chance, choose, type Random, uniform } from '../random.ts'
import { atLevel, type Expertise, meanOverLevels } from './expertise.ts'

type Tier = LabelValue<'success_signal'>
const tiers = ['0', '1', '2', '3', '4', '5'] as const satisfies readonly Tier[]

/** What came of a session. `givenUp`: failed, in trouble, and for that reason without a line added. */
export type Result = {
  readonly outcome: Outcome
  readonly success: Tier
  readonly failure: Tier
  readonly givenUp: boolean
}

const planted = plantedParameters

/** Tiers of success of what was not verified, and of failure; assumed, with hard signals rare where they mislead. */
const unverifiedTiers = {
  succeeded: tierShares(0, 0.02, 0.5, 0.48, 0, 0),
  partially: tierShares(0.02, 0.2, 0.34, 0.22, 0.18, 0.04),
  failed: tierShares(0.35, 0.35, 0.25, 0.05, 0, 0),
  no_clear_goal: tierShares(0.05, 0.2, 0.55, 0.2, 0, 0),
} satisfies Record<Outcome, Record<Tier, number>>
const verifiedTiers = tierShares(0, 0, 0, 0, 0.7, 0.3)
const smoothTiers = {
  succeeded: tierShares(0.5, 0.36, 0.14, 0, 0, 0),
  partially: tierShares(0.2, 0.3, 0.5, 0, 0, 0),
  failed: tierShares(0.1, 0.25, 0.65, 0, 0, 0),
  no_clear_goal: tierShares(0.7, 0.25, 0.05, 0, 0, 0),
} satisfies Record<Outcome, Record<Tier, number>>
const troubledTiers = {
  succeeded: tierShares(0, 0, 0, 0.9, 0.1, 0),
  partially: tierShares(0, 0, 0, 0.5, 0.4, 0.1),
  failed: tierShares(0, 0, 0, 0.1, 0.55, 0.35),
  no_clear_goal: smoothTiers.no_clear_goal,
} satisfies Record<Outcome, Record<Tier, number>>

function tierShares(...of: readonly [number, number, number, number, number, number]): Record<Tier, number> {
  const [none, trace, soft, moderate, hard, several] = of
  return { '0': none, '1': trace, '2': soft, '3': moderate, '4': hard, '5': several }
}

/** How much likelier verified success is for a person of this occupation than for all of the same expertise. */
function occupationFactor(occupation: Occupation | 'unclear'): number {
  const all = meanOverLevels(planted.verifiedSuccess.value)
  const { software, other } = planted.verifiedSuccessByOccupation.value
  const shown = planted.occupationShown.value
  const inSoftware = shown * planted.occupation.value['15-0000']
  if (occupation === '15-0000') return software / all
  if (occupation !== 'unclear') return other / all
  return (all - inSoftware * software - (shown - inSoftware) * other) / (1 - shown) / all
}

/** Rates among the sessions that hit trouble, or among those that do not, which together make up the rates of all. */
function ratesOf(expertise: Expertise, occupation: Occupation | 'unclear', troubled: boolean) {
  const factor = occupationFactor(occupation)
  const inTrouble = {
    verified: factor * atLevel(planted.verifiedSuccessInTrouble.value, expertise),
    atLeastPartial: atLevel(planted.atLeastPartialInTrouble.value, expertise),
  }
  if (troubled) return inTrouble
  const trouble = atLevel(planted.hitTrouble.value, expertise)
  const untroubled = (all: number, part: number) => (all - trouble * part) / (1 - trouble)
  return {
    verified: untroubled(factor * atLevel(planted.verifiedSuccess.value, expertise), inTrouble.verified),
    atLeastPartial: untroubled(atLevel(planted.atLeastPartial.value, expertise), inTrouble.atLeastPartial),
  }
}

/**
 * Draws what came of a session. Expertise and occupation bear on it, not its mode.
 * `withoutLines` is the share of sessions that add no line for another reason than being given up.
 */
export function drawResult(
  random: Random,
  of: { hasGoal: boolean; expertise: Expertise; occupation: Occupation | 'unclear' },
  withoutLines: number,
): Result {
  if (!of.hasGoal) {
    return { ...drawTiers(random, 'no_clear_goal', false, false), outcome: 'no_clear_goal', givenUp: false }
  }
  const troubled = chance(random, atLevel(planted.hitTrouble.value, of.expertise))
  const { verified, atLeastPartial } = ratesOf(of.expertise, of.occupation, troubled)
  const drawn = uniform(random)
  const isVerified = drawn < verified
  const outcome = isVerified ? 'succeeded' : drawn < atLeastPartial ? unverified(random, troubled) : 'failed'
  const abandoned =
    atLevel(planted.abandonedInTrouble.value, of.expertise) /
    (1 - atLevel(planted.atLeastPartialInTrouble.value, of.expertise))
  return {
    ...drawTiers(random, outcome, isVerified, troubled),
    outcome,
    givenUp:
      troubled && outcome === 'failed' && chance(random, (abandoned - withoutLines) / (1 - withoutLines)),
  }
}

function unverified(random: Random, troubled: boolean): 'succeeded' | 'partially' {
  const { succeededOfUnverified } = planted
  const succeeded = troubled ? succeededOfUnverified.value.troubled : succeededOfUnverified.value.smooth
  return chance(random, succeeded) ? 'succeeded' : 'partially'
}

function drawTiers(random: Random, outcome: Outcome, verified: boolean, troubled: boolean) {
  return {
    success: choose(random, tiers, verified ? verifiedTiers : unverifiedTiers[outcome]),
    failure: choose(random, tiers, (troubled ? troubledTiers : smoothTiers)[outcome]),
  }
}
