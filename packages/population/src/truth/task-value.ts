import type { WorkMode } from '@fieldwork/codebook'
import { plantedParameters } from '../parameters.ts'
import { normal, type Random } from '../random.ts'

const { taskValueFirstMonth, taskValueGrowth, taskValueGrowthOfOthers, taskValueSpread } = plantedParameters

/** The bands of the calibration set end here, in USD. */
const LEAST = 10
const MOST = 50_000

function growthOf(mode: WorkMode): number {
  if (mode === 'build' || mode === 'operate' || mode === 'fix') return taskValueGrowth.value[mode]
  return taskValueGrowthOfOthers.value
}

/** The logarithm of the geometric mean, in USD, of a mode's task values at a position in the window (0 to 1). */
export const meanLogValue = (mode: WorkMode, position: number): number =>
  Math.log(taskValueFirstMonth.value[mode]) + position * Math.log(1 + growthOf(mode))

/** A price in USD: larger where more was done (`residual` of the intensity, in standard deviations). */
export function drawTaskValue(random: Random, mode: WorkMode, position: number, residual: number): number {
  const { ofActions, own } = taskValueSpread.value
  const value = Math.exp(meanLogValue(mode, position) + ofActions * residual + own * normal(random))
  return Math.round(Math.min(MOST, Math.max(LEAST, value)))
}
