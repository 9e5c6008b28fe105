import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  defaultThresholds,
  type FactOfPerson,
  publishedValidity,
  type ValidityFact,
  validityColumns,
  validityTable,
} from '../src/index.ts'
import { anyFacts, factOf } from './facts.ts'

const file = resolve(import.meta.dirname, '../../../../shared/study/published.json')

/** Where each figure stands in the file of the study's figures. */
const paths: Readonly<Record<keyof typeof publishedValidity, string>> = {
  succeededAtSuccessSignal1: 'validity.judgedSucceededBySuccessSignal.1',
  succeededAtSuccessSignal5: 'validity.judgedSucceededBySuccessSignal.5',
  succeededAtFailureSignal1: 'validity.judgedSucceededByFailureSignal.1',
  succeededAtFailureSignal5: 'validity.judgedSucceededByFailureSignal.5',
  codeChangeWhereCode: 'validity.telemetryShowsCodeChangeWhenLabelledCodeProducing',
  actionsPerTurnUserKeepsExecution: 'intensity.actionsPerTurnWhenUserControlsExecution',
  actionsPerTurnAgentTakesPlanning: 'intensity.actionsPerTurnWhenAgentControlsPlanning',
  agreementSessions: 'validity.agreementWithReferenceModel.sessions',
  categoricalExact: 'validity.agreementWithReferenceModel.categorical',
  ordinalExact: 'validity.agreementWithReferenceModel.ordinalExact',
  ordinalWithinOne: 'validity.agreementWithReferenceModel.ordinalWithinOne',
  concerningDisagreement: 'validity.agreementWithReferenceModel.concerningDisagreement',
  taskValueSessions: 'validity.taskValue.holdout',
  taskValueLogR2: 'validity.taskValue.logR2',
  taskValueBias: 'validity.taskValue.biasGeomean',
  taskValueLogR2Below200: 'validity.taskValue.byBand.10-200.logR2',
  taskValueLogR2Below1000: 'validity.taskValue.byBand.200-1000.logR2',
  taskValueLogR2Below5000: 'validity.taskValue.byBand.1000-5000.logR2',
  taskValueLogR2Above5000: 'validity.taskValue.byBand.5000-50000.logR2',
  taskValueBiasBelow200: 'validity.taskValue.byBand.10-200.bias',
  taskValueBiasBelow1000: 'validity.taskValue.byBand.200-1000.bias',
  taskValueBiasBelow5000: 'validity.taskValue.byBand.1000-5000.bias',
  taskValueBiasAbove5000: 'validity.taskValue.byBand.5000-50000.bias',
}

const at = (value: unknown, path: string) =>
  path.split('.').reduce<unknown>((found, key) => Object(found)[key], value)

/** The paths of everything below a value that is no object. */
const leaves = (value: unknown, path: string): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, member]) => leaves(member, `${path}.${key}`))
    : [path]

describe('the published figures of validity', () => {
  it('are those of the study, and all of them', ({ skip }) => {
    skip(!existsSync(file), 'the file of the study’s figures is not part of the repository')
    const figures: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const theirs = Object.entries(paths).map(([figure, path]) => [figure, at(figures, path)])
    expect(publishedValidity).toEqual(Object.fromEntries(theirs))
    const known = Object.values(paths).filter((path) => path.startsWith('validity.'))
    expect(known.toSorted()).toEqual(leaves(at(figures, 'validity'), 'validity').toSorted())
  })
})

/** So many sessions of five people of which this is known. */
const facts = (length: number, known: Partial<FactOfPerson>) =>
  Array.from({ length }, (_, index) => factOf({ person: String(index % 5), ...known }))

const rowOf = (rows: ReturnType<typeof validityTable>, title: string) => {
  const row = rows.find((one) => one.title === title)
  if (row === undefined) throw new Error(`there is no row ${title}`)
  return row
}

describe('the validation tables', () => {
  it('tell how many of each tier succeeded, beside the published share', () => {
    const sessions = [
      ...facts(18, { successSignal: 5, outcome: 'succeeded' }),
      ...facts(2, { successSignal: 5, outcome: 'failed' }),
      ...facts(9, { successSignal: 5, outcome: 'no_clear_goal' }),
      ...facts(14, { successSignal: 1, outcome: 'failed' }),
    ]
    const rows = validityTable(sessions, defaultThresholds)
    expect(rowOf(rows, 'Judged succeeded, success signal 5')).toMatchObject({
      value: 0.9,
      sessions: 20,
      people: 5,
      published: 0.9,
    })
    expect(rowOf(rows, 'Judged failed, success signal 5')).toMatchObject({ value: 0.1, published: null })
    expect(rowOf(rows, 'Judged succeeded, success signal 1')).toMatchObject({
      suppressed: true,
      value: null,
      sessions: null,
      published: 0.13,
    })
  })

  it('hold code labels against the changes that were counted, where they were counted', () => {
    const sessions = [
      ...facts(15, { workModeGroup: 'code', filesTouched: 2, linesAdded: 0, wroteCode: false }),
      ...facts(5, { workModeGroup: 'code', filesTouched: 0, linesAdded: 0, wroteCode: false }),
      ...facts(9, { workModeGroup: 'code', filesTouched: null, linesAdded: null, wroteCode: null }),
    ]
    const rows = validityTable(sessions, defaultThresholds)
    expect(rowOf(rows, 'A patch or a new file, code')).toMatchObject({
      value: 0.75,
      sessions: 20,
      published: 0.9,
    })
    expect(rowOf(rows, 'A line of code added, code')).toMatchObject({ value: 0, sessions: 20 })
  })

  it('set the typical actions per turn beside who decides; exactly 80 % is not nearly all', () => {
    const sessions = [
      ...facts(15, { turns: 2, actions: 16, userExecutionShare: 0.9, userPlanningShare: 0.8 }),
      ...facts(15, { turns: 1, actions: 16, userExecutionShare: 0.8, userPlanningShare: 0.1 }),
    ]
    const rows = validityTable(sessions, defaultThresholds)
    const near = (value: number) => ({ value: expect.closeTo(value, 4), sessions: 15 })
    expect(rowOf(rows, 'Execution decided by the user, above 80 %')).toMatchObject({
      ...near(8),
      published: 8,
    })
    expect(rowOf(rows, 'Execution decided by both')).toMatchObject(near(16))
    expect(rowOf(rows, 'Planning decided by both')).toMatchObject(near(8))
    expect(rowOf(rows, 'Planning decided by the agent, above 80 %')).toMatchObject({
      ...near(16),
      published: 16,
    })
  })

  it('look at no other column than they say', () => {
    const only = (fact: FactOfPerson): ValidityFact => {
      const columns = Object.fromEntries(validityColumns.map((column) => [column, fact[column]]))
      return { ...factOf({}), ...columns, person: fact.person }
    }
    fc.assert(
      fc.property(anyFacts, (drawn) => {
        const thresholds = { sessions: 1, people: 1 }
        expect(validityTable(drawn.map(only), thresholds)).toEqual(validityTable(drawn, thresholds))
      }),
      { numRuns: 20 },
    )
  })

  it('have shares of each tier that add up to one', () => {
    fc.assert(
      fc.property(anyFacts, (drawn) => {
        const rows = validityTable(drawn, { sessions: 1, people: 1 }).filter(({ title }) =>
          title.includes('failure signal 3'),
        )
        const total = rows.reduce((sum, { value }) => sum + (value ?? 0), 0)
        expect([0, expect.closeTo(1, 10)]).toContainEqual(total)
      }),
      { numRuns: 20 },
    )
  })
})
