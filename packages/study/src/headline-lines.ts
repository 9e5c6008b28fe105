import { byExpertise, bySoftwareUser, type HeadlineLine, overall, trend } from './headline-line.ts'

/** The study's headline findings, in its order. */
export const headlineLines: readonly HeadlineLine[] = [
  ...overall('Mix of work', [
    ['workModeGroup.code', 'groupCode'],
    ['workModeGroup.operate', 'groupOperate'],
    ['workModeGroup.planOrExplore', 'groupPlanOrExplore'],
    ['workModeGroup.analyseOrWrite', 'groupAnalyseOrWrite'],
    ['workMode.build', 'build'],
    ['workMode.fix', 'fix'],
    ['workMode.test', 'test'],
    ['workMode.orchestrate', 'orchestrate'],
    ['workMode.understand', null],
    ['workMode.plan', null],
    ['workMode.analyse', null],
    ['workMode.write', null],
  ]),
  ...trend('workMode.fix', 'fixFirstMonth', 'fixLastMonth'),
  ...trend('workModeGroup.operate', 'operateFirstMonth', 'operateLastMonth'),
  ...trend('workModeGroup.analyseOrWrite', 'analyseOrWriteFirstMonth', 'analyseOrWriteLastMonth'),
  ...overall('Codebase', [
    ['codebase.modify_existing', 'modifyExisting'],
    ['codebase.explore_existing', 'exploreExisting'],
    ['codebase.from_scratch', 'fromScratch'],
    ['codebase.none', 'noCodebase'],
  ]),
  ...overall('Who decides', [
    ['userPlanningShare', 'userPlanningShare'],
    ['userExecutionShare', 'userExecutionShare'],
  ]),
  ...overall('Intensity', [
    ['turns', 'turns'],
    ['actionsPerTurn', 'actionsPerTurn'],
    ['wordsPerTurn', 'wordsPerTurn'],
  ]),
  ...byExpertise('Intensity', 'intensity_by_expertise', 'actionsPerTurn', [
    ['novice', 'actionsPerTurnNovice'],
    ['expert', 'actionsPerTurnExpert'],
  ]),
  ...byExpertise('Intensity', 'intensity_by_expertise', 'wordsPerTurn', [
    ['novice', 'wordsPerTurnNovice'],
    ['expert', 'wordsPerTurnExpert'],
  ]),
  ...byExpertise('Outcome', 'expertise_by_outcome', 'verifiedSuccess', [
    ['novice', 'verifiedSuccessNovice'],
    ['beginner', 'verifiedSuccessBeginner'],
    ['intermediate', 'verifiedSuccessIntermediate'],
    ['advanced', 'verifiedSuccessAdvanced'],
    ['expert', 'verifiedSuccessExpert'],
  ]),
  ...byExpertise('Outcome', 'expertise_by_outcome', 'atLeastPartial', [
    ['novice', 'atLeastPartialNovice'],
    ['intermediate', 'atLeastPartialIntermediateAndAbove'],
    ['advanced', 'atLeastPartialIntermediateAndAbove'],
    ['expert', 'atLeastPartialIntermediateAndAbove'],
  ]),
  ...overall('Outcome', [['noClearGoal', 'noClearGoal']]),
  ...byExpertise('In trouble', 'expertise_by_outcome', 'troubled.verifiedSuccess', [
    ['novice', 'troubledVerifiedNovice'],
    ['expert', 'troubledVerifiedExpert'],
  ]),
  ...byExpertise('In trouble', 'expertise_by_outcome', 'troubled.atLeastPartial', [
    ['novice', 'troubledPartialNovice'],
    ['intermediate', 'troubledPartialIntermediateAndAbove'],
    ['advanced', 'troubledPartialIntermediateAndAbove'],
    ['expert', 'troubledPartialIntermediateAndAbove'],
  ]),
  ...byExpertise('In trouble', 'expertise_by_outcome', 'troubled.abandoned', [
    ['novice', 'troubledAbandonedNovice'],
    ['beginner', 'troubledAbandonedOthers'],
    ['intermediate', 'troubledAbandonedOthers'],
    ['advanced', 'troubledAbandonedOthers'],
    ['expert', 'troubledAbandonedOthers'],
  ]),
  ...overall('Occupation', [['occupationInferred', 'occupationInferred']]),
  bySoftwareUser(true, 'software users', 'verifiedSuccessSoftware'),
  bySoftwareUser(false, 'other professions', 'verifiedSuccessOther'),
]
