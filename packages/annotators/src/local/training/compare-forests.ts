/**
 * Measures random forests (ml-random-forest) on the same examples and inputs as the linear models, by folds that keep a
 * repository on one side, and writes forests.json. Takes some minutes:
 * `node packages/annotators/src/local/training/compare-forests.ts ../shared`
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { RandomForestClassifier, RandomForestRegression } from 'ml-random-forest'
import { agreementOf, type Pair, shareAgreementOf, weightedKappaOf } from '../agreement.ts'
import { userShareOf } from '../decisions.ts'
import { answersInOrder, candidatesFor, isOrdinal, regressed, trained } from './candidates.ts'
import { labelOf } from './choose.ts'
import { type Design, designOf, rowOf } from './design.ts'
import { type Example, readExamples } from './examples.ts'
import { foldsOf } from './folds.ts'

const FOLDS = 5
const options = {
  seed: 20_261_125,
  nEstimators: 25,
  maxFeatures: 0.4,
  replacement: false,
  useSampleBagging: true,
  noOOB: true,
  isClassifier: true,
  treeOptions: { minNumSamples: 3 },
}

type Forest = RandomForestClassifier | RandomForestRegression

function outOfFold(
  examples: readonly Example[],
  weightOf: (name: string) => number,
  target: (example: Example) => number,
  forestOf: () => Forest,
): (readonly [example: Example, predicted: number])[] {
  return foldsOf(examples, FOLDS).flatMap(({ train, test }) => {
    const design: Design = designOf(train, weightOf, false)
    const forest = forestOf()
    forest.train(
      train.map((example) => rowOf(design, example)),
      train.map(target),
    )
    const predicted = forest.predict(test.map((example) => rowOf(design, example)))
    return test.map((example, index) => [example, predicted[index] ?? 0] as const)
  })
}

function compare(examples: readonly Example[]) {
  const classifiers = trained.map((classifier) => {
    const answers = answersInOrder[classifier]
    const weightOf = candidatesFor(classifier)[0]?.weightOf ?? (() => 1)
    const pairs = outOfFold(
      examples,
      weightOf,
      (example) => answers.indexOf(labelOf(example, classifier)),
      () => new RandomForestClassifier(options),
    ).map(([example, at]): Pair => [answers[at] ?? '', labelOf(example, classifier)])
    const { exact, kappa } = agreementOf(pairs)
    return [
      classifier,
      { exact, kappa, weightedKappa: isOrdinal(classifier) ? weightedKappaOf(pairs) : null },
    ]
  })
  const correlation = (of: 'task_value' | 'decisions', target: (example: Example) => number | null) => {
    const known = examples.filter((example) => target(example) !== null)
    const found = outOfFold(
      known,
      regressed(of),
      (example) => target(example) ?? 0,
      () => new RandomForestRegression({ ...options, selectionMethod: 'mean', isClassifier: false }),
    )
    return shareAgreementOf(found.map(([example, value]) => [value, target(example) ?? 0])).correlation
  }
  return {
    options: { library: 'ml-random-forest', folds: FOLDS, ...options },
    classifiers: Object.fromEntries(classifiers),
    correlations: {
      logTaskValue: correlation('task_value', ({ reference }) => Math.log10(reference.task_value.usd)),
      planning: correlation('decisions', ({ reference }) => userShareOf(reference.decisions, 'planning')),
      execution: correlation('decisions', ({ reference }) => userShareOf(reference.decisions, 'execution')),
    },
  }
}

if (import.meta.main) {
  const [shared] = process.argv.slice(2)
  if (shared === undefined) throw new Error('usage: compare-forests.ts <folder with labels/ and sessions/>')
  const file = path.join(import.meta.dirname, '../forests.json')
  writeFileSync(file, `${JSON.stringify(compare(readExamples(shared)), null, 2)}\n`)
}
