import { codebases, type WorkMode, workModes } from '@fieldwork/codebook'
import { describe, expect, test } from 'vitest'
import { plantedParameters, workModeShares } from '../src/index.ts'
import { codebaseShares, writesShare } from '../src/truth/codebase.ts'
import { meanLogValue } from '../src/truth/task-value.ts'

const positions = Array.from({ length: 7 }, (_, month) => month / 6)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const shareOfAll = (mode: WorkMode) => mean(positions.map((position) => workModeShares(position)[mode]))
const sumOverModes = (of: (mode: WorkMode) => number) =>
  workModes.reduce((sum, mode) => sum + shareOfAll(mode) * of(mode), 0)

describe('what is planted reproduces the published figures', () => {
  test('work modes, of all sessions and in the first and last month', () => {
    for (const position of positions) {
      expect(mean(Object.values(workModeShares(position))) * workModes.length).toBeCloseTo(1, 10)
    }
    expect(shareOfAll('build')).toBeCloseTo(0.25, 3)
    expect(shareOfAll('fix')).toBeCloseTo(0.26, 3)
    expect(shareOfAll('operate')).toBeCloseTo(0.17, 3)
    expect(shareOfAll('understand') + shareOfAll('plan')).toBeCloseTo(0.14, 3)
    expect(shareOfAll('analyse') + shareOfAll('write')).toBeCloseTo(0.13, 3)
    expect(workModeShares(0)).toMatchObject({ fix: 0.33, operate: 0.14, test: 0.045, orchestrate: 0.005 })
    expect(workModeShares(1).fix).toBeCloseTo(0.19, 10)
    expect(workModeShares(1).analyse + workModeShares(1).write).toBeCloseTo(0.2, 10)
  })

  test('how sessions stand to a codebase', () => {
    const of = (codebase: (typeof codebases)[number]) =>
      sumOverModes((mode) => codebaseShares(mode)[codebase])
    expect(of('modify_existing')).toBeCloseTo(0.48, 1.9)
    expect(of('explore_existing')).toBeCloseTo(0.17, 1.9)
    expect(of('from_scratch')).toBeCloseTo(0.14, 1.9)
    expect(of('none')).toBeCloseTo(0.2, 1.9)
  })

  test('code-producing sessions that show a change, and sessions without a goal', () => {
    const code = ['build', 'fix', 'test', 'orchestrate']
    const ofCode = (of: (mode: WorkMode) => number) =>
      sumOverModes((mode) => (code.includes(mode) ? of(mode) : 0))
    const writes = (mode: WorkMode) =>
      codebases.reduce((sum, one) => sum + codebaseShares(mode)[one] * writesShare(mode, one), 0)
    expect(ofCode(writes) / ofCode(() => 1)).toBeCloseTo(0.9, 1.9)
    expect(sumOverModes((mode) => plantedParameters.noClearGoal.value[mode])).toBeCloseTo(0.077, 2.5)
  })

  test('sessions per user', () => {
    const { repeatUse, repeatUseFallOff } = plantedParameters
    const perUser = repeatUse.value.reduce((sum, { from, to, share }, index) => {
      const falls = repeatUseFallOff.value[index] ?? 0
      let left = share
      let sessions = 0
      for (let count: number = from; count <= to; count += 1) {
        const stop = count === to ? left : left * (1 - falls)
        sessions += count * stop
        left -= stop
      }
      return sum + sessions
    }, 0)
    expect(perUser).toBeCloseTo(398_198 / 234_751, 2)
  })

  test('verified success over all rated sessions, by what is planted for each level', () => {
    const { expertise, verifiedSuccess } = plantedParameters
    const overall = expertise.value.reduce(
      (sum, share, level) => sum + share * (verifiedSuccess.value[level] ?? 0),
      0,
    )
    expect(overall).toBeCloseTo(0.275, 3)
    expect(expertise.value.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
  })

  test('growth of the task value, with the shift of modes', () => {
    const meanLog = (position: number) =>
      workModes.reduce((sum, mode) => sum + workModeShares(position)[mode] * meanLogValue(mode, position), 0)
    expect(Math.exp(meanLog(1) - meanLog(0)) - 1).toBeCloseTo(0.27, 2)
  })

  test('typical actions and words per turn, over the levels of expertise', () => {
    const { expertise, actionsPerTurnByLevel, wordsPerTurnByLevel } = plantedParameters
    const geometricMean = (figures: readonly number[]) =>
      Math.exp(expertise.value.reduce((sum, share, level) => sum + share * Math.log(figures[level] ?? 1), 0))
    expect(geometricMean(actionsPerTurnByLevel.value)).toBeCloseTo(10, 1)
    expect(geometricMean(wordsPerTurnByLevel.value) / 2_400).toBeCloseTo(1, 2)
  })
})
