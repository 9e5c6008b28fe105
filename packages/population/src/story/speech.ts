import { chance, type NonEmpty, pick, type Random } from '../random.ts'
import type { Level } from '../truth/expertise.ts'
import type { Truth } from '../truth/truth.ts'
import {
  acknowledgements,
  assents,
  commitRequests,
  complaints,
  corrections,
  nextKind,
  nextRequests,
  rejections,
  thanks,
  wanderingsIn,
} from '../words/follow-ups.ts'
import { checksOf, dictates, framings, leavesItToYou, registerOf } from '../words/framing.ts'
import { drawMatter, type Matter } from '../words/matter.ts'
import { type Register, requestsFor, type Say } from '../words/requests.ts'
import type { Reaction } from './evidence.ts'
import type { Turn } from './plot.ts'

/** How often a level frames its request, and asks for a check. */
const FRAMES: Readonly<Record<Level, number>> = { '1': 0.8, '2': 0.8, '3': 0.6, '4': 0.9, '5': 1 }
const CHECKS: Readonly<Record<Level, number>> = { '1': 0.3, '2': 0.4, '3': 0.5, '4': 0.8, '5': 0.95 }
const DICTATES_AGAIN = 0.5

/** What the person says at the start of a turn, by what they want, what they know, and who decides. */
export function promptOf(random: Random, turn: Turn, truth: Truth, matter: Matter): string {
  const { expertise, control } = truth
  const level = expertise === 'unclear' ? '3' : expertise
  const register = registerOf(level)
  const say = (from: NonEmpty<Say>) => pick(random, from)(matter)
  switch (turn.purpose) {
    case 'open':
      return opening(random, truth, level, register, matter)
    case 'next': {
      const request = say(nextRequests[nextKind(truth.mode)][register])
      return control.userKeepsExecution && chance(random, DICTATES_AGAIN)
        ? `${request} ${say(dictates)}`
        : request
    }
    case 'assent':
      return say(assents)
    case 'wander':
      return say(wanderingsIn(truth))
    case 'commit':
      return say(commitRequests)
    default:
      return reactionText(random, turn.purpose, register, matter)
  }
}

function opening(random: Random, truth: Truth, level: Level, register: Register, matter: Matter): string {
  const { control, result, occupation, intensity } = truth
  const say = (from: NonEmpty<Say>) => pick(random, from)(matter)
  const wanders = result.outcome === 'no_clear_goal'
  const sentences = [
    say(wanders ? wanderingsIn(truth) : requestsFor(truth)[register]),
    ...(chance(random, FRAMES[level]) ? [say(framings[level])] : []),
    ...(control.userKeepsExecution && !wanders ? [say(dictates)] : []),
    ...(control.agentTakesPlanning && !wanders ? [say(leavesItToYou)] : []),
    ...(chance(random, CHECKS[level]) && !wanders ? [say(checksOf(level, truth.mode))] : []),
  ]
  // Where there is no room to read the project's instructions, the person says whose project it is.
  if (occupation !== 'unclear' && intensity.actions <= 2) sentences.unshift(matter.domain.instructions[0])
  return [...new Set(sentences)].join(' ')
}

/** A reaction, in the person's register. */
function reactionText(random: Random, reaction: Reaction, register: Register, matter: Matter): string {
  const say = (from: NonEmpty<Say>) => pick(random, from)(matter)
  switch (reaction) {
    case 'correction':
      return say(corrections[register])
    case 'rejection':
      return say(rejections[register])
    case 'complaint':
      return say(complaints[register])
    case 'thanks':
      return say(thanks)
    case 'acknowledgement':
      return say(acknowledgements)
  }
}

/** What the person calls out while the agent works: a reaction, or something they had left out. */
export function calledOutText(
  random: Random,
  called: Reaction | 'remark',
  truth: Truth,
  matter: Matter,
): string {
  const level = truth.expertise === 'unclear' ? '3' : truth.expertise
  if (called !== 'remark') return reactionText(random, called, registerOf(level), matter)
  const another = drawMatter(random, matter.domain)
  return pick(random, chance(random, 0.5) ? framings[level] : checksOf(level, truth.mode))(another)
}
