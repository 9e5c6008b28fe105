import type { LabelValue, WorkMode } from '@fieldwork/codebook'

/**
 * A figure that the generator plants and where it comes from: `published` by the study, `derived` from published figures
 * by a calculation, or `assumed`, which says nothing about anybody.
 */
export type Planted<T> = {
  readonly value: T
  readonly source: 'published' | 'derived' | 'assumed'
  readonly note?: string
}

const published = <const T>(value: T, note?: string): Planted<T> => ({ value, source: 'published', note })
const derived = <const T>(value: T, note: string): Planted<T> => ({ value, source: 'derived', note })
const assumed = <const T>(value: T, note?: string): Planted<T> => ({ value, source: 'assumed', note })

/** Novice, beginner, intermediate, advanced, expert. */
export type ByLevel = readonly [number, number, number, number, number]
const byLevel = (...values: ByLevel): ByLevel => values

/** The major groups that the population has people of. */
export const occupations = [
  '11-0000',
  '13-0000',
  '15-0000',
  '17-0000',
  '19-0000',
  '23-0000',
  '25-0000',
  '27-0000',
  '29-0000',
  '41-0000',
  '43-0000',
] as const satisfies readonly LabelValue<'occupation_work'>[]
export type Occupation = (typeof occupations)[number]

/** Novice to expert in Table A2. */
const rated = [5_911, 73_858, 96_516, 146_879, 36_422] as const
const allRated = rated.reduce((sum, sessions) => sum + sessions, 0)

const sessionsByUser = { all: 398_198, users: 234_751, over1: 73_066, over5: 6_382, over10: 1_413 }

const ofUsers = (users: number) => users / sessionsByUser.users

type Placing = readonly [modify: number, explore: number, fromScratch: number, none: number]

/** What is planted in every population, whatever its seed. Figures of a share are 0 to 1. */
export const plantedParameters = {
  window: published(['2025-10', '2026-04']),

  repeatUse: published(
    [
      { from: 1, to: 1, share: 1 - ofUsers(sessionsByUser.over1) },
      { from: 2, to: 5, share: ofUsers(sessionsByUser.over1 - sessionsByUser.over5) },
      { from: 6, to: 10, share: ofUsers(sessionsByUser.over5 - sessionsByUser.over10) },
      { from: 11, to: 60, share: ofUsers(sessionsByUser.over10) },
    ],
    'Users with more than 1, 5 and 10 sessions; planted with sessionsPerPerson: "study"',
  ),
  repeatUseFallOff: derived(
    [0, 0.45, 0.5, 0.7],
    'How much rarer each further session is in a range: 1.7 sessions per user as published',
  ),

  workMode: published(
    {
      firstMonth: { fix: 0.33, operate: 0.14, analyseOrWrite: 0.1 },
      lastMonth: { fix: 0.19, operate: 0.21, analyseOrWrite: 0.2 },
      always: { test: 0.045, orchestrate: 0.005 },
    },
    'What is left of a month is build and planOrExplore',
  ),
  workModeCurve: derived(
    { fix: 1, operate: 1.42, analyseOrWrite: 2.85 },
    'Power of the position in the window, such that the months’ mean is the published share of all sessions',
  ),
  workModeRest: published({ build: 0.25, planOrExplore: 0.14 }, 'Their ratio is the same in every month'),
  workModeSplit: assumed({ understand: 0.57, analyse: 0.5 }, 'Of planOrExplore, of analyseOrWrite'),

  codebase: derived(
    {
      build: [0.6, 0, 0.4, 0],
      fix: [1, 0, 0, 0],
      test: [0.6, 0.4, 0, 0],
      orchestrate: [0.6, 0, 0.4, 0],
      operate: [0.2, 0.25, 0.12, 0.43],
      understand: [0, 0.65, 0, 0.35],
      plan: [0, 0.6, 0, 0.4],
      analyse: [0.03, 0.18, 0.15, 0.64],
      write: [0.13, 0.17, 0.13, 0.57],
    } satisfies Record<WorkMode, Placing>,
    'Assumed by mode, such that all sessions have the published shares: 0.48, 0.17, 0.14 and 0.20 (which make 0.99)',
  ),
  writesLines: derived(
    {
      build: [1, 0, 1, 0],
      fix: [0.86, 0, 0, 0],
      test: [1, 0, 0, 0],
      orchestrate: [1, 0, 1, 0],
      operate: [0.8, 0, 1, 0.2],
      understand: [0, 0, 0, 0],
      plan: [0, 0.5, 0, 0.5],
      analyse: [1, 0.3, 1, 0.8],
      write: [1, 1, 1, 1],
    } satisfies Record<WorkMode, Placing>,
    'Assumed, such that 0.90 of code-producing sessions show a change, as published',
  ),

  expertise: derived(byLevel(...byShare(rated)), 'Sessions of Table A2'),
  expertiseUnclear: derived(1 - allRated / 375_687, 'Sessions with a goal and without a rated expertise'),

  noClearGoal: derived(
    {
      build: 0.02,
      fix: 0.005,
      test: 0.05,
      orchestrate: 0.05,
      operate: 0.03,
      understand: 0.45,
      plan: 0.2,
      analyse: 0.16,
      write: 0.08,
    } satisfies Record<WorkMode, number>,
    'Assumed by mode, such that all sessions have the published 0.077',
  ),
  verifiedSuccess: published(byLevel(0.132, 0.209, 0.28, 0.293, 0.347), 'Table A2, unadjusted'),
  verifiedSuccessByOccupation: published({ software: 0.3, other: 0.26 }),
  atLeastPartial: published(byLevel(0.77, 0.88, 0.91, 0.915, 0.92), 'Beginner assumed'),
  hitTrouble: assumed(byLevel(0.35, 0.25, 0.2, 0.18, 0.16)),
  verifiedSuccessInTrouble: published(
    byLevel(0.04, 0.07, 0.1, 0.125, 0.15),
    'Only the ends; assumed between',
  ),
  atLeastPartialInTrouble: published(byLevel(0.6, 0.76, 0.8, 0.805, 0.81), 'Beginner assumed'),
  abandonedInTrouble: published(byLevel(0.19, 0.07, 0.06, 0.06, 0.06), 'Within the published ranges'),
  succeededOfUnverified: assumed({ smooth: 0.75, troubled: 0.35 }, 'The rest succeeded partially'),

  occupationShown: published(0.7),
  occupation: assumed(
    {
      '15-0000': 0.6,
      '13-0000': 0.08,
      '27-0000': 0.07,
      '11-0000': 0.06,
      '19-0000': 0.05,
      '25-0000': 0.03,
      '17-0000': 0.03,
      '41-0000': 0.03,
      '23-0000': 0.02,
      '29-0000': 0.02,
      '43-0000': 0.01,
    } satisfies Record<Occupation, number>,
    'Of people; only the order of the five largest is published',
  ),
  growingOccupations: published(['11-0000', '41-0000', '23-0000']),
  growth: assumed(
    0.4,
    'How far above and below its mean a growing occupation’s month weight ends and begins',
  ),

  decisionsPlanning: assumed({ from: 2, to: 6 }),
  decisionsExecution: assumed({ from: 2, to: 8 }),
  userPlanning: derived(
    [
      { share: 0.12, user: 0.05 },
      { share: 0.3, user: 0.6 },
      { share: 0.58, user: 0.936 },
    ],
    'Assumed kinds of rated session, such that the mean share of planning decisions is the published 0.7 of all; where expertise is unclear, the agent decides everything',
  ),
  userExecution: derived(
    [
      { share: 0.06, user: 0.95 },
      { share: 0.3, user: 0.3 },
      { share: 0.64, user: 0.0957 },
    ],
    'The same for execution decisions and 0.2',
  ),

  turns: published(4, 'Geometric mean'),
  turnsShape: assumed(4, 'The logarithm of the turns is Erlang: standard deviation 0.69'),
  actionsPerTurn: published(10, 'Geometric mean'),
  wordsPerTurn: published(2_400, 'Geometric mean'),
  actionsPerTurnByLevel: published(byLevel(5, 8, 9.8, 11.1, 12), 'Ends published, assumed between'),
  wordsPerTurnByLevel: published(byLevel(600, 1_800, 2_400, 2_720, 3_200), 'Ends published, assumed between'),
  actionsPerTurnWhenUserKeepsExecution: published(8),
  actionsPerTurnWhenAgentTakesPlanning: published(16),
  actionsPerTurnSpread: derived(
    1.121,
    'Standard deviation of the logarithm: 0.02 of sessions over 100, 0.0038 over 200, as published',
  ),
  wordsWithActions: assumed({ power: 0.6, spread: 0.4 }, 'Words per turn rise less than actions per turn'),

  taskValueGrowth: published({ all: 0.27, build: 0.43, operate: 0.34, fix: 0.32 }, 'Of the geometric mean'),
  taskValueGrowthOfOthers: derived(
    0.113,
    'Such that all sessions grow as published, with the shift of modes',
  ),
  taskValueFirstMonth: assumed(
    {
      build: 420,
      fix: 180,
      test: 250,
      orchestrate: 300,
      operate: 190,
      understand: 110,
      plan: 260,
      analyse: 260,
      write: 170,
    } satisfies Record<WorkMode, number>,
    'USD, geometric mean',
  ),
  taskValueSpread: assumed({ ofActions: 0.4, own: 0.8 }, 'Standard deviations of the logarithm'),
} as const

function byShare(counts: typeof rated): ByLevel {
  const [novice, beginner, intermediate, advanced, expert] = counts
  const share = (count: number) => count / allRated
  return [share(novice), share(beginner), share(intermediate), share(advanced), share(expert)]
}
