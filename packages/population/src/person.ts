import { type Occupation, occupations, plantedParameters } from './parameters.ts'
import { chance, choose, integer, pick, type Random, uniform } from './random.ts'
import { firstNames, lastNames } from './words/names.ts'

/** How many sessions a person has: `several` (4 to 16), `study` (as often as the study's users came back), or so many. */
export type SessionsPerPerson = 'several' | 'study' | number

/** One person of the population, and when each of their sessions begins. */
export type Person = {
  /** An address under example.org, which is nobody's. */
  readonly email: string
  /** The name of their account. */
  readonly user: string
  readonly home: string
  readonly occupation: Occupation
  /** Where they stand among all in what they do, and in how well they know it: quantiles. */
  readonly habit: number
  readonly skill: number
  /** Which of the projects of their trade is theirs: a quantile. */
  readonly taste: number
  /** Times in milliseconds since 1970, with the position of their month in the window (0 to 1). In order. */
  readonly sessions: readonly { readonly startsAt: number; readonly position: number }[]
}

const SEVERAL = { from: 4, to: 16 }
const HOUR = 60 * 60 * 1_000

export function drawPerson(
  random: Random,
  index: number,
  months: readonly number[],
  howMany: SessionsPerPerson,
): Person {
  const first = pick(random, firstNames)
  const last = pick(random, lastNames)
  const user = `${first.charAt(0)}${last}`
  const occupation = choose(random, occupations, plantedParameters.occupation.value)
  const count = drawCount(random, howMany)
  return {
    email: `${first}.${last}.${index + 1}@example.org`,
    user,
    home: chance(random, 0.5) ? `/home/${user}` : `/Users/${user}`,
    occupation,
    habit: uniform(random),
    skill: uniform(random),
    taste: uniform(random),
    sessions: Array.from({ length: count }, () => drawStart(random, months, occupation)).sort(
      (a, b) => a.startsAt - b.startsAt,
    ),
  }
}

function drawCount(random: Random, howMany: SessionsPerPerson): number {
  if (howMany === 'several') return integer(random, SEVERAL.from, SEVERAL.to)
  return howMany === 'study' ? drawRepeatUse(random) : howMany
}

/** A range of the published distribution, and in it a number that is the rarer the higher. */
function drawRepeatUse(random: Random): number {
  const { repeatUse, repeatUseFallOff } = plantedParameters
  let left = uniform(random)
  for (const [index, { from, to, share }] of repeatUse.value.entries()) {
    left -= share
    if (left >= 0) continue
    let count: number = from
    while (count < to && chance(random, repeatUseFallOff.value[index] ?? 0)) count += 1
    return count
  }
  return 1
}

function drawStart(random: Random, months: readonly number[], occupation: Occupation) {
  const grows = plantedParameters.growingOccupations.value.some((group) => group === occupation)
  const index = drawMonth(random, months.length, grows ? plantedParameters.growth.value : 0)
  const day = integer(random, 0, 27) * 24 + integer(random, 6, 21)
  return {
    startsAt: (months[index] ?? 0) + day * HOUR + integer(random, 0, HOUR - 1),
    position: months.length === 1 ? 0 : index / (months.length - 1),
  }
}

/** A month, each as likely, or with a weight that rises in a straight line from 1 − growth to 1 + growth. */
function drawMonth(random: Random, months: number, growth: number): number {
  const index = integer(random, 0, months - 1)
  const slope = months === 1 ? 0 : (2 * index) / (months - 1) - 1
  // An early month gives its place to the late one opposite.
  return chance(random, Math.max(0, -growth * slope)) ? months - 1 - index : index
}
