import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { headlineLines } from '../src/headline-lines.ts'
import { type PublishedFigure, published, study } from '../src/index.ts'

const file = resolve(import.meta.dirname, '../../../../shared/study/published.json')

/** Where each figure stands in the file of the study's figures. */
const paths: Readonly<Record<PublishedFigure, string>> = {
  groupCode: 'workMode.groups.code',
  groupOperate: 'workMode.groups.operate',
  groupPlanOrExplore: 'workMode.groups.planOrExplore',
  groupAnalyseOrWrite: 'workMode.groups.analyseOrWrite',
  build: 'workMode.modes.build',
  fix: 'workMode.modes.fix',
  test: 'workMode.modes.test',
  orchestrate: 'workMode.modes.orchestrate',
  fixFirstMonth: 'workMode.trend.fix.2025-10',
  fixLastMonth: 'workMode.trend.fix.2026-04',
  operateFirstMonth: 'workMode.trend.operate.2025-10',
  operateLastMonth: 'workMode.trend.operate.2026-04',
  analyseOrWriteFirstMonth: 'workMode.trend.analyseOrWrite.2025-10',
  analyseOrWriteLastMonth: 'workMode.trend.analyseOrWrite.2026-04',
  modifyExisting: 'codebase.modifyExisting',
  exploreExisting: 'codebase.explore',
  fromScratch: 'codebase.fromScratch',
  noCodebase: 'codebase.none',
  userPlanningShare: 'decisions.userShareOfPlanning',
  userExecutionShare: 'decisions.userShareOfExecution',
  turns: 'intensity.turnsPerSession',
  actionsPerTurn: 'intensity.actionsPerTurn',
  wordsPerTurn: 'intensity.wordsPerTurn',
  actionsPerTurnNovice: 'intensity.byExpertise.novice.actionsPerTurn',
  actionsPerTurnExpert: 'intensity.byExpertise.expert.actionsPerTurn',
  wordsPerTurnNovice: 'intensity.byExpertise.novice.wordsPerTurn',
  wordsPerTurnExpert: 'intensity.byExpertise.expert.wordsPerTurn',
  verifiedSuccessNovice: 'outcome.tableA2.unadjusted.0',
  verifiedSuccessBeginner: 'outcome.tableA2.unadjusted.1',
  verifiedSuccessIntermediate: 'outcome.tableA2.unadjusted.2',
  verifiedSuccessAdvanced: 'outcome.tableA2.unadjusted.3',
  verifiedSuccessExpert: 'outcome.tableA2.unadjusted.4',
  atLeastPartialNovice: 'outcome.byExpertise.novice.atLeastPartial',
  atLeastPartialIntermediateAndAbove: 'outcome.byExpertise.intermediateAndAbove.atLeastPartial',
  troubledVerifiedNovice: 'outcome.inTrouble.verifiedSuccess.novice',
  troubledVerifiedExpert: 'outcome.inTrouble.verifiedSuccess.expert',
  troubledPartialNovice: 'outcome.inTrouble.atLeastPartial.novice',
  troubledPartialIntermediateAndAbove: 'outcome.inTrouble.atLeastPartial.intermediateAndAbove',
  troubledAbandonedNovice: 'outcome.inTrouble.abandoned.novice',
  troubledAbandonedOthers: 'outcome.inTrouble.abandoned.others',
  noClearGoal: 'sample.noClearGoalShare',
  occupationInferred: 'occupation.inferredShare',
  verifiedSuccessSoftware: 'occupation.verifiedSuccess.software',
  verifiedSuccessOther: 'occupation.verifiedSuccess.other',
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, key) => Object(found)[key], value)
}

describe('the published figures', () => {
  it('are those of the study', ({ skip }) => {
    skip(!existsSync(file), 'the file of the study’s figures is not part of the repository')
    const figures: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const theirs = Object.entries(paths).map(([figure, path]) => [figure, at(figures, path)])
    expect(published).toEqual(Object.fromEntries(theirs))
    const { title, publisher, published: date, url, window } = study
    expect(at(figures, 'study')).toMatchObject({ title, publisher, published: date, url, window })
    expect(at(figures, 'sample')).toMatchObject({ sessions: study.sessions, users: study.people })
  })

  it('each stand in the headline table', () => {
    const shown = new Set(headlineLines.flatMap(({ figure }) => (figure === null ? [] : [figure])))
    expect([...shown].toSorted()).toEqual(Object.keys(published).toSorted())
  })
})
