/** A published figure: one value, or the range that the source gives for several groups. */
export type PublishedValue = number | readonly [number, number]

/** Where the figures come from. */
export const study = {
  title: 'Agentic coding and persistent returns to expertise',
  publisher: 'Anthropic, Economic Research',
  published: '2026-06-16',
  url: 'https://www.anthropic.com/research/claude-code-expertise',
  /** First and last month. */
  window: ['2025-10', '2026-04'],
  sessions: 398_198,
  people: 234_751,
} as const

/**
 * The study's figures that the headline table sets beside one's own. Outcomes by expertise are its adjusted rates where
 * it prints no raw ones; verified success by expertise is raw (its Table A2). Typical intensities are geometric means.
 */
export const published = {
  groupCode: 0.56,
  groupOperate: 0.17,
  groupPlanOrExplore: 0.14,
  groupAnalyseOrWrite: 0.13,
  build: 0.25,
  fix: 0.26,
  test: 0.045,
  orchestrate: 0.005,
  fixFirstMonth: 0.33,
  fixLastMonth: 0.19,
  operateFirstMonth: 0.14,
  operateLastMonth: 0.21,
  analyseOrWriteFirstMonth: 0.1,
  analyseOrWriteLastMonth: 0.2,
  modifyExisting: 0.48,
  exploreExisting: 0.17,
  fromScratch: 0.14,
  noCodebase: 0.2,
  userPlanningShare: 0.7,
  userExecutionShare: 0.2,
  turns: 4,
  actionsPerTurn: 10,
  wordsPerTurn: 2_400,
  actionsPerTurnNovice: 5,
  actionsPerTurnExpert: 12,
  wordsPerTurnNovice: 600,
  wordsPerTurnExpert: 3_200,
  verifiedSuccessNovice: 0.132,
  verifiedSuccessBeginner: 0.209,
  verifiedSuccessIntermediate: 0.28,
  verifiedSuccessAdvanced: 0.293,
  verifiedSuccessExpert: 0.347,
  atLeastPartialNovice: 0.77,
  atLeastPartialIntermediateAndAbove: [0.91, 0.92],
  troubledVerifiedNovice: 0.04,
  troubledVerifiedExpert: 0.15,
  troubledPartialNovice: 0.6,
  troubledPartialIntermediateAndAbove: [0.8, 0.81],
  troubledAbandonedNovice: 0.19,
  troubledAbandonedOthers: [0.05, 0.07],
  noClearGoal: 0.077,
  occupationInferred: 0.7,
  verifiedSuccessSoftware: 0.3,
  verifiedSuccessOther: 0.26,
} as const satisfies Record<string, PublishedValue>

export type PublishedFigure = keyof typeof published
