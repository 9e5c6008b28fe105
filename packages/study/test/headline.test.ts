import { describe, expect, it } from 'vitest'
import { headlineLines } from '../src/headline-lines.ts'
import {
  type CohortCell,
  cohorts,
  defaultThresholds,
  headlineTable,
  momentsOf,
  serveCell,
} from '../src/index.ts'
import { cellOf } from './cells.ts'
import { factOf } from './facts.ts'

const fixIn = (months: Readonly<Record<string, number | null>>) =>
  Object.entries(months).map(([month, value]) =>
    cellOf('work_mode_by_month', 'workMode.fix', { month }, value),
  )

function trendOf(cells: readonly CohortCell[]) {
  const rows = headlineTable(cells).filter(
    ({ section, title }) => section === 'Trend' && title.startsWith('Fix'),
  )
  return rows.map(({ title, value, suppressed }) => ({ title, value, suppressed }))
}

describe('the headline table', () => {
  it('asks only for cells that a cohort computes', () => {
    for (const line of headlineLines) {
      const cohort = cohorts.find(({ id }) => id === line.cohort)
      expect(cohort?.metrics).toContain(line.metric)
      expect('month' in line ? ['month'] : Object.keys(line.cell)).toEqual(cohort?.dimensions)
    }
  })

  it('finds a cell for each of its rows where every group has enough sessions', () => {
    const facts = Array.from({ length: 600 }, (_, index) =>
      factOf({
        person: `person ${index % 60}`,
        month: index % 2 === 0 ? '2025-11' : '2026-03',
        turns: 3,
        actions: 12,
        agentWords: 900,
        workMode: 'fix',
        workModeGroup: 'code',
        codebase: 'none',
        expertise: 1 + (index % 5),
        occupationUser: '15-0000',
        outcome: 'succeeded',
        userPlanningShare: 0.5,
        userExecutionShare: 0.5,
        verifiedSuccess: true,
        atLeastPartial: true,
        hitTrouble: true,
        abandoned: false,
        softwareUser: index % 3 === 0,
      }),
    )
    const cells = cohorts.flatMap((cohort) =>
      momentsOf(cohort, facts).map(({ cell, metric, moments }) => ({
        cohort: cohort.id,
        ...serveCell(metric, cell, moments, defaultThresholds),
      })),
    )
    const rows = headlineTable(cells)
    expect(rows.filter(({ value, low, high }) => value === null || low === null || high === null)).toEqual([])
  })

  it('tells a suppressed cell from one that is not there', () => {
    const rows = headlineTable([cellOf('overall', 'workMode.build', {}, null)])
    expect(rows.find(({ title }) => title === 'Build')).toMatchObject({ value: null, suppressed: true })
    expect(rows.find(({ title }) => title === 'Test')).toMatchObject({ value: null, suppressed: false })
  })

  it('does not take a cell of another group or of no group', () => {
    const cells = [null, 2].map((expertise) =>
      cellOf('expertise_by_outcome', 'verifiedSuccess', { expertise }, 0.5),
    )
    const rows = headlineTable(cells).filter(({ value }) => value !== null)
    expect(rows.map(({ title }) => title)).toEqual(['Verified success, beginner'])
  })
})

describe('the trend', () => {
  it('is from the first month that is shown to the last', () => {
    expect(trendOf(fixIn({ '2026-02': 0.2, '2025-11': null, '2025-12': 0.3, '2026-05': 0.1 }))).toEqual([
      { title: 'Fix, first month (2025-12, study: 2025-10)', value: 0.3, suppressed: false },
      { title: 'Fix, last month (2026-05, study: 2026-04)', value: 0.1, suppressed: false },
    ])
  })

  it('is over the study’s own months where both are shown', () => {
    expect(trendOf(fixIn({ '2025-08': 0.5, '2025-10': 0.4, '2026-04': 0.3, '2026-08': 0.2 }))).toEqual([
      { title: 'Fix, first month (2025-10)', value: 0.4, suppressed: false },
      { title: 'Fix, last month (2026-04)', value: 0.3, suppressed: false },
    ])
  })

  it.each([
    ['there is one month', { '2025-10': 0.4 }, false],
    ['all months but one are suppressed', { '2025-10': 0.4, '2026-04': null }, true],
    ['there are no months', {}, false],
  ])('is none where %s', (_, months, suppressed) => {
    expect(trendOf(fixIn(months))).toEqual([
      { title: 'Fix, first month (study: 2025-10)', value: null, suppressed },
      { title: 'Fix, last month (study: 2026-04)', value: null, suppressed },
    ])
  })
})
