import { codebases, workModeGroups, workModes } from '@fieldwork/codebook'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cohort, cohorts, isMetricId, type MetricId, metrics, momentsOf } from '../src/index.ts'
import { anyFact, anyFacts, factOf } from './facts.ts'

const metricIds = Object.keys(metrics).filter(isMetricId)
const everything: Cohort = { id: 'all', title: 'All', dimensions: [], metrics: metricIds, filter: [] }

describe('the metric catalogue', () => {
  it('measures every eligible session, whatever else is not known of it', () => {
    // momentsOf throws where the measure of an eligible session is null, and BigInt where it is no finite number.
    const measured = new Set<MetricId>()
    for (const fact of fc.sample(anyFact, { numRuns: 2_000, seed: 1 })) {
      for (const { metric, moments } of momentsOf(everything, [fact])) {
        if (moments.sessions === 1n) measured.add(metric)
      }
    }
    expect(metricIds.filter((id) => !measured.has(id))).toEqual([])
  })

  it('has no eligible session that is headless', () => {
    fc.assert(
      fc.property(anyFact, (fact) => {
        const counted = momentsOf(everything, [{ ...fact, headless: true }])
        expect(counted.filter(({ moments }) => moments.sessions > 0n)).toEqual([])
      }),
    )
  })

  it('divides the answered sessions among the options of a question, each in exactly one', () => {
    const questions: readonly (readonly MetricId[])[] = [
      workModes.map((mode) => `workMode.${mode}` as const),
      workModeGroups.map((group) => `workModeGroup.${group}` as const),
      codebases.map((option) => `codebase.${option}` as const),
      metricIds.filter((id) => id.startsWith('occupationUser.')),
    ]
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...questions), (facts, options) => {
        const moments = momentsOf({ ...everything, metrics: options }, facts).map((row) => row.moments)
        const chosen = moments.reduce((sum, option) => sum + option.sum, 0n)
        expect(moments.map(({ sessions }) => sessions)).toEqual(moments.map(() => chosen))
      }),
    )
  })

  it('does not count what is not known as a no', () => {
    const unknown = momentsOf({ ...everything, metrics: ['verifiedSuccess', 'noClearGoal', 'wroteCode'] }, [
      factOf({}),
    ])
    expect(unknown.map(({ moments }) => moments.sessions)).toEqual([0n, 0n, 0n])
  })

  it('tells every metric apart by its title', () => {
    const titles = metricIds.map((id) => `${id.split('.')[0]} ${metrics[id].title}`)
    expect(new Set(titles).size).toBe(titles.length)
  })
})

describe('the cohorts', () => {
  it('have ids of their own, at most three dimensions, and each metric once', () => {
    expect(new Set(cohorts.map(({ id }) => id)).size).toBe(cohorts.length)
    for (const cohort of cohorts) {
      expect(cohort.dimensions.length).toBeLessThanOrEqual(3)
      expect(new Set(cohort.dimensions).size).toBe(cohort.dimensions.length)
      expect(new Set(cohort.metrics).size).toBe(cohort.metrics.length)
    }
  })

  it('leave no metric of the catalogue uncomputed', () => {
    const computed = new Set(cohorts.flatMap((cohort) => cohort.metrics))
    expect(metricIds.filter((id) => !computed.has(id))).toEqual([])
  })

  it('cover work mode by month, outcome by expertise, decisions, intensity and occupation', () => {
    const has = (dimensions: readonly string[], metric: MetricId) =>
      cohorts.some(
        (cohort) =>
          cohort.dimensions.length === dimensions.length &&
          cohort.dimensions.every((dimension, index) => dimension === dimensions[index]) &&
          cohort.metrics.includes(metric),
      )
    expect(has(['month'], 'workMode.fix')).toBe(true)
    expect(has(['expertise'], 'verifiedSuccess')).toBe(true)
    expect(has(['workMode'], 'userPlanningShare')).toBe(true)
    expect(has(['expertise'], 'actionsPerTurn')).toBe(true)
    expect(has(['occupationUser'], 'verifiedSuccess')).toBe(true)
  })
})
