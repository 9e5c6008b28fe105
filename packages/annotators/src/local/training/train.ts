/**
 * Trains the local annotator's models on reference labels, and measures them by cross-validation. Writes models/ and
 * figures.json anew; a second run on the same labels writes the same bytes. Takes some minutes:
 * `node packages/annotators/src/local/training/train.ts ../shared`
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { classifiers, optionClassifiers } from '@fieldwork/codebook'
import { agreementOf } from '../agreement.ts'
import type { LocalFigures } from '../figures-schema.ts'
import { answerWith } from '../model/answer.ts'
import type { Models } from '../model/model.ts'
import { countReadings } from '../reference-labels.ts'
import { reliabilityOf } from './calibration.ts'
import { trained } from './candidates.ts'
import { crossValidate } from './cross-validate.ts'
import { type Example, readExamples } from './examples.ts'
import { figuresOver } from './figures.ts'
import { type Judged, pairOf } from './judge.ts'
import { type TrainingBase, trainModels } from './train-models.ts'

const SEED = 20_261_125
const ANNOTATOR = 'local 2'
const local = path.resolve(import.meta.dirname, '..')

/** Agreement of the shipped models with the labels that they were trained on, by classifier. */
export function fittedAgreement(models: Models, examples: readonly Example[]): LocalFigures['fitted'] {
  const judged = examples.map((example): Judged => {
    const answer = answerWith(models, example)
    return { example, models: answer, annotator: answer }
  })
  return Object.fromEntries(
    optionClassifiers.map((classifier) => [
      classifier,
      agreementOf(
        judged.flatMap((one) => {
          const pair = pairOf(one, 'annotator', classifier)
          return pair === undefined ? [] : [pair]
        }),
      ),
    ]),
  )
}

function train(shared: string, date: string): { models: Models; figures: LocalFigures } {
  const examples = readExamples(shared)
  const base: TrainingBase = {
    date,
    script: 'packages/annotators/src/local/training/train.ts',
    labels: 'labels/reference.jsonl',
    seed: SEED,
  }
  const { models: byModels, annotator, decidedBy, folds } = crossValidate(examples, base)
  const judged = byModels.map(
    ({ example, answer }, index): Judged => ({
      example,
      models: answer,
      annotator: annotator[index]?.answer ?? answer,
    }),
  )
  const repos = [...new Set(examples.map(({ repo }) => repo))].sort()
  const heldOut = judged.filter(({ example }) => repos.indexOf(example.repo) % 2 === 1)
  const all = figuresOver(judged, SEED)
  const models = withFigures(trainModels(examples, base, decidedBy), all)
  const figures: LocalFigures = {
    date,
    annotator: ANNOTATOR,
    script: base.script,
    seed: SEED,
    readings: countReadings(shared),
    all,
    heldOut: figuresOver(heldOut, SEED),
    reliability: reliabilityOf(
      judged.flatMap((one) =>
        optionClassifiers.flatMap((classifier) => {
          const pair = pairOf(one, 'annotator', classifier)
          const confidence = one.annotator.confidence[classifier]
          return pair === undefined || confidence === undefined
            ? []
            : [{ confidence, right: pair[0] === pair[1] }]
        }),
      ),
    ),
    chosen: Object.fromEntries(
      trained.map((classifier) => {
        const names = folds.map((fold) => fold[classifier].training.candidate).sort()
        return [
          classifier,
          Object.fromEntries(
            [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]),
          ),
        ]
      }),
    ),
    decidedBy,
    fitted: fittedAgreement(models, examples),
  }
  return { models, figures }
}

/** Each model carries the cross-validated figures of its classifier. */
function withFigures(models: Models, all: LocalFigures['all']): Models {
  const of = (classifier: string) => {
    const { rules, models: own } = all.classifiers[classifier] ?? {}
    return {
      exact: own?.exact ?? null,
      kappa: own?.kappa ?? null,
      weightedKappa: own?.weightedKappa ?? null,
      kappaOfRules: rules?.kappa ?? null,
    }
  }
  const noted = <T extends { training: Models['work_mode']['training'] }>(
    model: T,
    crossValidated: Models['work_mode']['training']['crossValidated'],
  ): T => ({ ...model, training: { ...model.training, crossValidated } })
  const { logR2, rankCorrelation, band } = all.taskValue
  const share = (kind: 'planning' | 'execution') => ({
    correlation: all.shares[kind].annotator.correlation,
    correlationOfRules: all.shares[kind].rules.correlation,
  })
  return {
    work_mode: noted(models.work_mode, of('work_mode')),
    codebase: noted(models.codebase, of('codebase')),
    expertise: noted(models.expertise, of('expertise')),
    occupation_user: noted(models.occupation_user, of('occupation_user')),
    occupation_work: noted(models.occupation_work, of('occupation_work')),
    outcome: noted(models.outcome, of('outcome')),
    success_signal: noted(models.success_signal, of('success_signal')),
    failure_signal: noted(models.failure_signal, of('failure_signal')),
    task_value: noted(models.task_value, { logR2, rankCorrelation, band }),
    decisions: {
      planning: noted(models.decisions.planning, share('planning')),
      execution: noted(models.decisions.execution, share('execution')),
      confidence: models.decisions.confidence,
    },
  }
}

const textOf = (document: unknown) => `${JSON.stringify(document)}\n`

/** The date of the held files where nothing but the date would change, so that training again changes nothing. */
function dated(shared: string): ReturnType<typeof train> {
  const today = new Date().toISOString().slice(0, 10)
  const file = path.join(local, 'figures.json')
  const made = train(shared, today)
  if (!existsSync(file)) return made
  const held = readFileSync(file, 'utf8')
  const [, date = today] = /"date": ?"([^"]+)"/.exec(held) ?? []
  const redated: ReturnType<typeof train> = JSON.parse(
    JSON.stringify(made).replaceAll(`"date":"${today}"`, `"date":"${date}"`),
  )
  return textOf(redated.figures) === textOf(JSON.parse(held)) ? redated : made
}

if (import.meta.main) {
  const [shared] = process.argv.slice(2)
  if (shared === undefined) throw new Error('usage: train.ts <folder with labels/ and sessions/>')
  const { models, figures } = dated(shared)
  for (const { id } of classifiers) {
    writeFileSync(path.join(local, 'models', `${id.replaceAll('_', '-')}.json`), textOf(models[id]))
  }
  writeFileSync(path.join(local, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`)
}
