import type { LabelValue, WorkMode } from '@fieldwork/codebook'
import { plantedParameters } from '../parameters.ts'
import { chance, choose, type Random } from '../random.ts'

export type Codebase = LabelValue<'codebase'>

/** In the order of the parameters. */
const placings = ['modify_existing', 'explore_existing', 'from_scratch', 'none'] as const

function byPlacing(of: readonly [number, number, number, number]): Record<Codebase, number> {
  const [modify_existing, explore_existing, from_scratch, none] = of
  return { modify_existing, explore_existing, from_scratch, none }
}

export const codebaseShares = (mode: WorkMode): Record<Codebase, number> =>
  byPlacing(plantedParameters.codebase.value[mode])

/** The probability that a line is added, in a session that is not given up. */
export const writesShare = (mode: WorkMode, codebase: Codebase): number =>
  byPlacing(plantedParameters.writesLines.value[mode])[codebase]

export const drawCodebase = (random: Random, mode: WorkMode): Codebase =>
  choose(random, placings, codebaseShares(mode))

export const drawWrites = (random: Random, mode: WorkMode, codebase: Codebase): boolean =>
  chance(random, writesShare(mode, codebase))

/** Whether there is something to commit. */
export const canCommit = (of: { codebase: Codebase; writes: boolean }): boolean =>
  of.codebase === 'modify_existing' || (of.codebase === 'from_scratch' && of.writes)
