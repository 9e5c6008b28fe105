import { type WorkMode, workModes } from '@fieldwork/codebook'
import { plantedParameters } from '../parameters.ts'
import { atQuantile } from '../random.ts'

const { workMode, workModeCurve, workModeRest, workModeSplit } = plantedParameters

/** The planted shares of the modes at a position in the window, 0 its first month and 1 its last. They sum to 1. */
export function workModeShares(position: number): Record<WorkMode, number> {
  const { firstMonth, lastMonth, always } = workMode.value
  const at = (moving: keyof typeof firstMonth) =>
    firstMonth[moving] + (lastMonth[moving] - firstMonth[moving]) * position ** workModeCurve.value[moving]
  const analyseOrWrite = at('analyseOrWrite')
  const left = 1 - at('fix') - at('operate') - analyseOrWrite - always.test - always.orchestrate
  const { build, planOrExplore } = workModeRest.value
  const looking = (left * planOrExplore) / (build + planOrExplore)
  return {
    build: left - looking,
    fix: at('fix'),
    test: always.test,
    orchestrate: always.orchestrate,
    operate: at('operate'),
    understand: looking * workModeSplit.value.understand,
    plan: looking * (1 - workModeSplit.value.understand),
    analyse: analyseOrWrite * workModeSplit.value.analyse,
    write: analyseOrWrite * (1 - workModeSplit.value.analyse),
  }
}

/** The mode at quantile `u`: one person's sessions are alike where they share it. */
export const workModeAt = (u: number, position: number): WorkMode =>
  atQuantile(u, workModes, workModeShares(position))
