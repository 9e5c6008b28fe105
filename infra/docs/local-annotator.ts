import {
  type AgreementFigures,
  type ComparedFigures,
  type FiguresOver,
  localFeatures,
  localFigures,
  localForests,
  localModels,
  type ShareFigures,
} from '@fieldwork/annotators'
import { plantedAgreement } from './planted-agreement.ts'

/** Measured by hand over the 278 real sessions, both versions in one process by turns: a ratio lasts longer than a rate. */
const speed =
  'On two cores 793 sessions a second, against 1,177 by the rules alone: 0.67, both in one process over the same real sessions.'

type Interval = readonly [number, number] | null

const digits = (value: number | null) => (value === null ? '–' : value.toFixed(2))
const spanOf = (interval: Interval) =>
  interval === null ? '' : ` (${digits(interval[0])} to ${digits(interval[1])})`
/** The first columns hold words, the others figures. */
const table = (head: readonly string[], rows: readonly (readonly string[])[], ofWords = 1) =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, index) => (index < ofWords ? ' --- ' : ' ---: ')).join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')

/** docs/local-annotator.md: what the local annotator looks at, and how far it agrees with reference labels. */
export function renderLocalAnnotator(): string {
  const { all, heldOut, date, readings, seed, script } = localFigures
  return `# The local annotator

Generated from what \`${script}\` measured (\`npm run docs\`). The local annotator answers the whole codebook without a
language model, a key or a network: rules look at a session's counts, words and actions, and small models, trained on reference labels,
look at the same and at what the rules answer. It is as good as this page says, and no better.

## How it was measured

${all.sessions} real sessions of ${all.repositories} public repositories, ${readings} readings, measured on ${date}. The labels are a strong language model's careful
reading by the codebook, the study's own yardstick; two such readings of one session agree better than anything on this page. The sessions
come from software people nearly all: neither other professions nor novices are among them.

Every session was answered by models that were trained without its repository, and everything that is chosen (inputs, kind of model,
penalty, temperature, tilt) was chosen by folds within the training repositories, which keep a repository on one side too. Intervals are
95 %, from drawing repositories again 1,000 times (seed ${seed}).

What still flatters: the rules were made with the Claude Code sessions of every second repository in view, and their reading of other
formats was mended with those in view (what a command without a recorded result counts for, which calls are edits). The features, and two
guards (below), were settled with the first figures known. So the second of the two tables, on the repositories that the rules were not
made on, is nearer to what to expect elsewhere, and \`fieldwork report\` states that one. It rests on 8 repositories: its intervals are wide.

**Who answers.** For each classifier the models answer where they agree better with the labels than the rules do by 0.03 or more, over all
sessions (κ; for ordinals the quadratically weighted one). By less, the rules do: they were not fitted to these people, and can be read. That last
choice is between two and was not nested: both columns are here.

${table(
  ['Classifier', 'Answered by', 'Model that is shipped', 'Chosen over the trainings'],
  Object.entries(localFigures.decidedBy).map(([classifier, by]) => [
    `\`${classifier}\``,
    by === 'model' ? 'model' : 'rules',
    candidateOf(classifier),
    Object.entries(localFigures.chosen[classifier] ?? {})
      .sort((a, b) => b[1] - a[1])
      .map(([name, times]) => `${name} ${times}`)
      .join(', '),
  ]),
  4,
)}

\`occupation_work\` is the rules' (all but 3 labels are \`15-0000\`: nothing to learn from); \`task_value\` and \`decisions\` are ridge
regressions. Answers that no label holds are the rules' to give (another profession than software, \`novice\`, \`analyse\`, no clear goal): there
nothing could be learned, and confidence is as low as the rules' record with such answers. Two guards stand over the models: where the rules
find the affirmative signs of a software profession that the codebook names, that is the answer; and a rare answer's lead in the tilt is
bounded, so that no faint trace becomes trouble.

## Agreement, all repositories

${agreementTable(all)}

## Agreement, repositories that the rules were not made on

${heldOut.sessions} sessions of ${heldOut.repositories} repositories.

${agreementTable(heldOut)}

κ is Cohen's, unweighted; the weighted one has quadratic weights and leaves out \`unclear\`. The majority class has κ 0 by definition. *Gain* is the
annotator's κ less the rules', with its interval: where that begins below 0, the models may be no better elsewhere.

## Decisions

The record holds general decisions in which the user's shares are the predicted ones. Predicted shares lie nearer to the mean than true
ones do: fewer users cross the lines of 0.8 than should.

${sharesTable(all)}

Both shares come within a quarter of the reference's in ${digits(all.decisionsCalibration.met)} of sessions; stated confidence: ${digits(all.decisionsCalibration.confidence)}.

## Task value

Log R² ${digits(all.taskValue.logR2)}${spanOf(all.taskValue.intervals.logR2)}, rank correlation ${digits(all.taskValue.rankCorrelation)}${spanOf(all.taskValue.intervals.rankCorrelation)}, in the right one of the four bands ${digits(all.taskValue.band)}${spanOf(all.taskValue.intervals.band)} (the commonest band: ${digits(all.taskValue.majorityBand)}); on
repositories that the rules were not made on ${digits(heldOut.taskValue.logR2)}, ${digits(heldOut.taskValue.rankCorrelation)} and ${digits(heldOut.taskValue.band)}. An order and a relative change, never money. The rules alone give no value.

## Confidence

Temperature scaling of out-of-fold probabilities, then a logistic in the probability of the answer that is given, which may be the rules'.
*Error* above is the expected calibration error in ten bins; with this few sessions even a perfect one would show some 0.05. All labels together:

${table(
  ['Confidence', 'Labels', 'Mean confidence', 'Right'],
  localFigures.reliability.map(({ from, n, confidence, right }) => [
    `${from.toFixed(1)} to ${(from + 0.1).toFixed(1)}`,
    String(n),
    digits(confidence),
    digits(right),
  ]),
)}

## On sessions of another kind

The sample population has planted truth, other professions and novices, and short sessions in plain words: nothing like what the models were
trained on. Exact agreement with what was planted:

${table(['Classifier', 'Rules', 'Annotator'], plantedAgreement())}

## Forests instead

Random forests (\`${localForests.options.library}\`, ${localForests.options.nEstimators} trees) on the inputs of the smallest model, in ${localForests.options.folds} folds by repository, without any choice to make:

${table(
  ['Classifier', 'Exact', 'κ', 'weighted κ'],
  Object.entries(localForests.classifiers).map(([id, { exact, kappa, weightedKappa }]) => [
    `\`${id}\``,
    digits(exact),
    digits(kappa),
    digits(weightedKappa),
  ]),
)}

Correlation with the logarithm of the task's value ${digits(localForests.correlations.logTaskValue)}, with the user's share of planning ${digits(localForests.correlations.planning)}, of execution ${digits(localForests.correlations.execution)}. Not
better by more than the intervals above, and larger: the linear models are kept.

## Speed

${speed}

## What it looks at

Features, all from one session, none from outside it. Counts go in as logarithms; all are standardised and cut at three deviations. Of words,
at most 300 count, as said or not: common English words (SCOWL up to size 35) and a short list of technical ones, said in sessions of
at least 8 of the repositories, by the person or in the agent's last text. No name, path or private word can be among them.

${table(
  ['Feature', 'What it is'],
  localFeatures.map(({ name, what }) => [`\`${name}\``, what]),
  2,
)}
`
}

function candidateOf(classifier: string): string {
  const model = Object.entries(localModels).find(([id]) => id === classifier)?.[1]
  return model !== undefined && 'training' in model ? model.training.candidate : '–'
}

const figure = ({ exact, withinOne, kappa, intervals }: AgreementFigures) => [
  digits(exact),
  digits(withinOne),
  `${digits(kappa)}${spanOf(intervals.kappa)}`,
]

function agreementTable({ classifiers, derived }: FiguresOver): string {
  const rows = [...Object.entries(classifiers), ...Object.entries(derived)]
  return table(
    [
      'Classifier',
      'n',
      'Majority, exact',
      'Rules: exact',
      'κ',
      'weighted κ',
      'Models: exact',
      'κ',
      'weighted κ',
      'Annotator: exact',
      'within one',
      'κ',
      'weighted κ',
      'Gain',
      'Error',
    ],
    rows.map(([id, compared]) => rowOf(id, compared)),
  )
}

function rowOf(
  id: string,
  { rules, models, annotator, gain, calibrationError, meanConfidence }: ComparedFigures,
) {
  const [exact = '', within = '', kappa = ''] = figure(annotator)
  return [
    `\`${id}\``,
    String(annotator.n),
    digits(annotator.majorityShare),
    digits(rules.exact),
    digits(rules.kappa),
    digits(rules.weightedKappa),
    digits(models.exact),
    digits(models.kappa),
    digits(models.weightedKappa),
    exact,
    within,
    kappa,
    `${digits(annotator.weightedKappa)}${spanOf(annotator.intervals.weightedKappa)}`,
    gain === null ? '–' : `${digits(gain[0])} to ${digits(gain[1])}`,
    meanConfidence === 0 ? '–' : digits(calibrationError),
  ]
}

function sharesTable({ shares }: FiguresOver): string {
  const row = (name: string, figures: ShareFigures) => [
    name,
    String(figures.n),
    `${digits(figures.correlation)}${spanOf(figures.interval)}`,
    digits(figures.mean),
    digits(figures.referenceMean),
  ]
  return table(
    ["The user's share of", 'n', 'Correlation', 'Mean', "Reference's mean"],
    [
      row('planning, rules', shares.planning.rules),
      row('planning, annotator', shares.planning.annotator),
      row('execution, rules', shares.execution.rules),
      row('execution, annotator', shares.execution.annotator),
    ],
  )
}
