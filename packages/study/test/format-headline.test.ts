import { describe, expect, it } from 'vitest'
import { formatHeadline, headlineTable } from '../src/index.ts'
import { cellOf } from './cells.ts'

describe('the headline table as text', () => {
  const cells = [
    cellOf('overall', 'workMode.test', {}, 0.04567),
    cellOf('overall', 'workMode.build', {}, null),
    cellOf('overall', 'wordsPerTurn', {}, 2_345.6),
    cellOf('expertise_by_outcome', 'atLeastPartial', { expertise: 3 }, 0.9),
  ]
  const [head = [], ...rows] = formatHeadline(headlineTable(cells))
  const rowOf = (title: string) => rows.find(([first]) => first === title)

  it('sets percentages with their interval and people beside the published figure', () => {
    expect(head).toEqual(['metric', 'here', '95 % interval', 'sessions', 'people', 'published'])
    expect(rowOf('Test')).toEqual(['Test', '4.6%', '25.0% – 75.0%', '1,234', '99', '4.5%'])
    expect(rowOf('At least partial success, intermediate')?.at(-1)).toBe('91% – 92%')
    expect(rowOf('Agent’s words per turn, typical')?.slice(1, 2)).toEqual(['2,346'])
  })

  it('says what is suppressed, what is missing, and what was not published', () => {
    expect(rowOf('Build')).toEqual(['Build', 'suppressed', '–', '–', '–', '25%'])
    expect(rowOf('Fix')).toEqual(['Fix', 'none', '–', '–', '–', '26%'])
    expect(rowOf('Write')?.at(-1)).toBe('–')
  })

  it('has as many columns in every row, and a row of its name before each section', () => {
    expect(rows.filter((row) => row.length !== head.length)).toEqual([])
    expect(rows.filter((row) => row.slice(1).every((text) => text === '')).map(([name]) => name)).toEqual([
      'MIX OF WORK',
      'TREND',
      'CODEBASE',
      'WHO DECIDES',
      'INTENSITY',
      'OUTCOME',
      'IN TROUBLE',
      'OCCUPATION',
    ])
  })
})
