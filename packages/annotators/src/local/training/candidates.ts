import { codebases, labelValues, outcomes, socMajorGroups, workModes } from '@fieldwork/codebook'

/** A model that may be chosen: what it looks at, and how strongly it is held back. */
export type Candidate = {
  readonly id: string
  /** By how much an input is scaled after standardising; 0 leaves it out. The larger, the less it is held back. */
  readonly weightOf: (name: string) => number
  readonly words: boolean
  /** The model's parts; their probabilities are averaged. */
  readonly parts: readonly { readonly kind: 'nominal' | 'ordinal'; readonly penalty: number }[]
}

export const trained = [
  'work_mode',
  'codebase',
  'expertise',
  'occupation_user',
  'outcome',
  'success_signal',
  'failure_signal',
] as const
export type Trained = (typeof trained)[number]

/** The answers in their order; of expertise, nothing said comes before little known. */
export const answersInOrder: Readonly<Record<Trained, readonly string[]>> = {
  work_mode: workModes,
  codebase: codebases,
  expertise: ['unclear', '1', '2', '3', '4', '5'],
  occupation_user: [...socMajorGroups, 'unclear'],
  outcome: outcomes,
  success_signal: labelValues.success_signal.enum,
  failure_signal: labelValues.failure_signal.enum,
}

/**
 * Answers of the rules that stand: of the user's occupation, software, for which the rules want an affirmative sign as
 * the codebook does. Without one, a model trained on software people still tells who is likely to be one.
 */
export const affirmedOf = (classifier: Trained): readonly string[] =>
  classifier === 'occupation_user' ? ['15-0000'] : []

const ordinals: readonly string[] = ['expertise', 'success_signal', 'failure_signal']
export const isOrdinal = (classifier: string) => ordinals.includes(classifier)

/** What speaks to each question, by name or by the beginning of a name (`*`). */
const core: Readonly<Record<Trained | 'task_value' | 'decisions', string>> = {
  work_mode:
    'score.* rule.mode.* share.* told.* last.mending last.adding last.testing last.operating last.knowing last.planning last.writing last.agents commits.* changed changedLines created.share reads.share first.question planMode endsInPlan plans pastes references commandShare.*',
  codebase:
    'rule.codebase.* changed changedLines reads created.share commit.ok first.question endsInPlan commands.create actions score.understand score.plan',
  expertise:
    'rule.unclear level structural reasoned checks named doubt own.* requests plans plans.only corrections questions.share pastes foreign references assents',
  occupation_user:
    'rule.software commit.ok push.ok commands.pullRequest commands.push commands.git references surroundings own.words share.test lines.test lines.docs created.share rule.codebase.* score.write score.operate structural named steers commands.check',
  outcome:
    'rule.outcome.* rule.success rule.failure hard.* end.* ending.* corrections rejections complaints last.affirms last.corrects agent.admits failures actions.failed failing.longest interruptions apologies endsInPlan changed commit.ok push.ok',
  success_signal:
    'rule.success rule.success.5 hard.* end.* ending.text commit.ok push.ok tests.passed tests.failed affirmations last.affirms turns actions rule.failure rule.outcome.succeeded commands.test commands.run commands.check commands.operate endsInPlan changed claims carries.results score.plan corrections own.words',
  failure_signal:
    'rule.failure hard.* end.* ending.text failures actions.failed failing.longest corrections corrections.share rejections complaints interruptions apologies tests.failed check.failed turns actions own.words requests rule.success rule.outcome.succeeded pastes last.corrects agent.admits questions.share steers hours commit.ok',
  task_value:
    'turns actions sidechain text.words agent.words lines.* files changed changedLines created edited reads commands.* own.words hours share.* score.* requests plans commit.ok tests.passed actions.perTurn carries.* web',
  decisions:
    'turns requests plans plans.only assents own.* questions.share named structural reasoned checks corrections planning.share execution.share actions.perTurn steers planMode endsInPlan edited created references pastes first.question rule.mode.* changedLines interruptions',
}

function matcher(list: string): (name: string) => boolean {
  const patterns = list.split(' ')
  return (name) =>
    patterns.some((pattern) =>
      pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    )
}

/** The rules' own answers and scores are held back less: a model begins from what the rules know. */
const isStacked = matcher('rule.* score.* hard.* level')
const STACKED = 2
const BESIDE = 0.5
const WORD = 0.2

/** The models that are compared for a classifier. */
export function candidatesFor(classifier: Trained): Candidate[] {
  const isCore = matcher(core[classifier])
  const coreOnly = (name: string) => (isCore(name) ? (isStacked(name) ? STACKED : 1) : 0)
  const all = (name: string) => (isCore(name) ? (isStacked(name) ? STACKED : 1) : BESIDE)
  const withWords = (name: string) => (name.includes(':') ? WORD : coreOnly(name))
  const multinomial = { kind: 'nominal', penalty: 10 } as const
  const heldBack = { kind: 'nominal', penalty: 30 } as const
  const odds = { kind: 'ordinal', penalty: 3 } as const
  const onCore = { weightOf: coreOnly, words: false }
  return [
    { ...onCore, id: 'multinomial', parts: [multinomial] },
    { id: 'multinomial, all features', weightOf: all, words: false, parts: [heldBack] },
    { id: 'multinomial, with words', weightOf: withWords, words: true, parts: [heldBack] },
    ...(isOrdinal(classifier)
      ? [
          { ...onCore, id: 'proportional odds', parts: [odds] },
          { ...onCore, id: 'multinomial and proportional odds', parts: [multinomial, odds] },
        ]
      : []),
  ]
}

/** What the regressions look at. */
export const regressed = (target: 'task_value' | 'decisions') => {
  const is = matcher(core[target])
  return (name: string) => Number(is(name))
}

export const RIDGE_PENALTIES = [10, 30, 100, 300] as const
