import type { LabelValue } from '@fieldwork/codebook'
import { type ByLevel, plantedParameters } from '../parameters.ts'
import { atQuantile, chance, type Random } from '../random.ts'

export type Expertise = LabelValue<'expertise'>
export type Level = Exclude<Expertise, 'unclear'>
const levels = ['1', '2', '3', '4', '5'] as const satisfies readonly Level[]

function ofLevels([one, two, three, four, five]: ByLevel): Record<Level, number> {
  return { '1': one, '2': two, '3': three, '4': four, '5': five }
}

const shares = ofLevels(plantedParameters.expertise.value)

/** Unclear, of sessions with a goal only, or the level at quantile `u`. */
export function drawExpertise(random: Random, u: number, hasGoal: boolean): Expertise {
  const unclear = hasGoal && chance(random, plantedParameters.expertiseUnclear.value)
  return unclear ? 'unclear' : atQuantile(u, levels, shares)
}

/** A figure by level; that of an unclear level is the mean over the rated sessions. */
export function atLevel(figures: ByLevel, expertise: Expertise): number {
  const by = ofLevels(figures)
  return expertise === 'unclear' ? meanOverLevels(figures) : by[expertise]
}

export function meanOverLevels(figures: ByLevel): number {
  const by = ofLevels(figures)
  return levels.reduce((sum, level) => sum + shares[level] * by[level], 0)
}

export function mapLevels([one, two, three, four, five]: ByLevel, of: (figure: number) => number): ByLevel {
  return [of(one), of(two), of(three), of(four), of(five)]
}
