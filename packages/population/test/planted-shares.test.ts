import { codebases, deriveFact, type Fact, type LabelValues, workModes } from '@fieldwork/codebook'
import type { Telemetry } from '@fieldwork/sessions'
import { describe, expect, test } from 'vitest'
import { generatePopulation, plantedParameters, workModeShares } from '../src/index.ts'
import { drawPerson } from '../src/person.ts'
import { sources } from '../src/random.ts'
import { codebaseShares } from '../src/truth/codebase.ts'
import { drawTruth, type Truth } from '../src/truth/truth.ts'
import { monthsOf } from '../src/window.ts'
import { chiSquaredDeviate, meanDeviation, shareDeviation } from './statistics.ts'

/** Deviations above this have a chance below one in ten thousand; the seed is fixed, so that it is met once or never. */
const LIMIT = 4

// One session per person: sessions of one person are alike, and would spread more than independent ones.
const sessions = [...generatePopulation({ seed: 20, people: 4_000, sessionsPerPerson: 1, intensity: 0.02 })]
const facts = sessions.map(({ telemetry, truth }) => deriveFact(telemetry, truth))
const withGoal = facts.filter(({ outcome }) => outcome !== 'no_clear_goal')
const atLevel = (of: readonly Fact[], level: number) => of.filter(({ expertise }) => expertise === level)
const count = <T>(of: readonly T[], is: (one: T) => boolean) => of.filter(is).length

function expectShare(of: readonly Fact[], is: (fact: Fact) => boolean, probability: number, name: string) {
  expect(Math.abs(shareDeviation(count(of, is), of.length, probability)), name).toBeLessThan(LIMIT)
}

describe('labels are drawn with the planted probabilities', () => {
  test('work modes in every month', () => {
    const months = [...new Set(facts.map(({ month }) => month))].sort()
    expect(months).toEqual(['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04'])
    for (const [index, month] of months.entries()) {
      const ofMonth = facts.filter((fact) => fact.month === month)
      const shares = workModeShares(index / 6)
      const counts = workModes.map((mode) => count(ofMonth, ({ workMode }) => workMode === mode))
      const deviate = chiSquaredDeviate(
        counts,
        workModes.map((mode) => shares[mode]),
      )
      expect(deviate, `${month}`).toBeLessThan(LIMIT)
    }
  })

  test('codebases of every mode', () => {
    for (const mode of workModes) {
      const ofMode = facts.filter(({ workMode }) => workMode === mode)
      const possible = codebases.filter((codebase) => codebaseShares(mode)[codebase] > 0)
      if (possible.length < 2 || ofMode.length < 50) continue
      const counts = possible.map((one) => count(ofMode, ({ codebase }) => codebase === one))
      const deviate = chiSquaredDeviate(
        counts,
        possible.map((one) => codebaseShares(mode)[one]),
      )
      expect(deviate, mode).toBeLessThan(LIMIT)
    }
  })

  test('expertise, and what came of it at every level', () => {
    const planted = plantedParameters
    const rated = facts.filter(({ expertise }) => expertise !== null)
    expectShare(withGoal, ({ expertise }) => expertise === null, planted.expertiseUnclear.value, 'unclear')
    for (const level of [1, 2, 3, 4, 5]) {
      const figure = (of: { value: readonly number[] }) => of.value[level - 1] ?? 0
      const name = `level ${level}`
      const all = atLevel(withGoal, level)
      const troubled = all.filter(({ hitTrouble }) => hitTrouble === true)
      expectShare(rated, ({ expertise }) => expertise === level, figure(planted.expertise), name)
      expectShare(all, ({ hitTrouble }) => hitTrouble === true, figure(planted.hitTrouble), name)
      expectShare(
        all,
        ({ verifiedSuccess }) => verifiedSuccess === true,
        figure(planted.verifiedSuccess),
        name,
      )
      expectShare(all, ({ atLeastPartial }) => atLeastPartial === true, figure(planted.atLeastPartial), name)
      expectShare(troubled, ({ abandoned }) => abandoned === true, figure(planted.abandonedInTrouble), name)
      expectShare(
        troubled,
        ({ verifiedSuccess }) => verifiedSuccess === true,
        figure(planted.verifiedSuccessInTrouble),
        name,
      )
    }
  })

  test('occupations, and success by occupation', () => {
    const { occupationShown, occupation, verifiedSuccessByOccupation } = plantedParameters
    expectShare(facts, ({ occupationUser }) => occupationUser !== null, occupationShown.value, 'shown')
    const groups = Object.entries(occupation.value)
    const counts = groups.map(([group]) => count(facts, ({ occupationUser }) => occupationUser === group))
    expect(
      chiSquaredDeviate(
        counts,
        groups.map(([, share]) => share),
      ),
    ).toBeLessThan(LIMIT)
    const { software, other } = verifiedSuccessByOccupation.value
    const verified = ({ verifiedSuccess }: Fact) => verifiedSuccess === true
    expectShare(
      withGoal.filter(({ softwareUser }) => softwareUser === true),
      verified,
      software,
      'software',
    )
    expectShare(
      withGoal.filter(({ softwareUser }) => softwareUser === false),
      verified,
      other,
      'other',
    )
  })

  test('who decides', () => {
    const planning = facts.map(({ userPlanningShare }) => userPlanningShare ?? Number.NaN)
    const execution = facts.map(({ userExecutionShare }) => userExecutionShare ?? Number.NaN)
    expect(Math.abs(meanDeviation(planning, 0.7))).toBeLessThan(LIMIT)
    expect(Math.abs(meanDeviation(execution, 0.2))).toBeLessThan(LIMIT)
  })

  test('every classifier is answered, with 3 to 15 decisions and a price within the bands', () => {
    const ids: readonly (keyof LabelValues)[] = [
      'work_mode',
      'codebase',
      'decisions',
      'expertise',
      'occupation_user',
      'occupation_work',
      'outcome',
      'success_signal',
      'failure_signal',
      'task_value',
    ]
    for (const { truth } of sessions) {
      for (const id of ids) expect(truth[id]).toBeDefined()
      expect(truth.decisions?.length).toBeGreaterThanOrEqual(3)
      expect(truth.decisions?.length).toBeLessThanOrEqual(15)
      expect(truth.task_value?.usd).toBeGreaterThanOrEqual(10)
      expect(truth.task_value?.usd).toBeLessThanOrEqual(50_000)
    }
  })
})

describe('how much is done', () => {
  const drawn = drawTruths(12_000)
  const logs = (of: readonly Truth[], figure: (truth: Truth) => number) =>
    of.map((truth) => Math.log(figure(truth)))
  const perTurn = ({ intensity }: Truth) => intensity.actions / intensity.turns
  const near = (values: readonly number[], typical: number) =>
    Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length - Math.log(typical))

  test('typical turns, actions and words are the published ones, as far as sampling and whole numbers let them', () => {
    expect(
      near(
        logs(drawn, ({ intensity }) => intensity.turns),
        4,
      ),
    ).toBeLessThan(0.03)
    expect(near(logs(drawn, perTurn), 10)).toBeLessThan(0.05)
    expect(
      near(
        logs(drawn, ({ intensity }) => intensity.words / intensity.turns),
        2_400,
      ),
    ).toBeLessThan(0.05)
  })

  test('rises with expertise, falls where the user keeps execution, rises where the agent takes planning', () => {
    const at = (level: string) => drawn.filter(({ expertise }) => expertise === level)
    expect(near(logs(at('1'), perTurn), 5)).toBeLessThan(0.25)
    expect(near(logs(at('5'), perTurn), 12)).toBeLessThan(0.12)
    const keeps = drawn.filter(({ control }) => control.userKeepsExecution)
    const takes = drawn.filter(({ control }) => control.agentTakesPlanning)
    expect(near(logs(keeps, perTurn), 8)).toBeLessThan(0.15)
    expect(near(logs(takes, perTurn), 16)).toBeLessThan(0.1)
  })

  test('its tail is that of the study', () => {
    const above = (limit: number) => count(drawn, (truth) => perTurn(truth) > limit)
    expect(Math.abs(shareDeviation(above(100), drawn.length, 0.02))).toBeLessThan(LIMIT)
    expect(Math.abs(shareDeviation(above(200), drawn.length, 0.0037))).toBeLessThan(LIMIT)
  })

  test('the transcripts have as many turns, and nearly as many actions and words, as were drawn', () => {
    const some = [...generatePopulation({ seed: 21, people: 150, sessionsPerPerson: 1 })]
    const typical = (figure: (telemetry: Telemetry) => number) =>
      some.map(({ telemetry }) => Math.log(figure(telemetry)))
    // Sampling alone: 1.1 and 0.9 standard deviations over the root of 150, times three.
    expect(
      near(
        typical(({ actions, turns }) => actions / turns),
        10,
      ),
    ).toBeLessThan(0.3)
    expect(
      near(
        typical(({ agentWords, turns }) => (agentWords ?? 0) / turns),
        2_400,
      ),
    ).toBeLessThan(0.25)
  })
})

function drawTruths(people: number): readonly Truth[] {
  const next = sources(22)
  const months = monthsOf()
  return Array.from({ length: people }, (_, index) => {
    const person = drawPerson(next(), index, months, 1)
    return drawTruth(next(), person, person.sessions[0]?.position ?? 0, 1)
  })
}
