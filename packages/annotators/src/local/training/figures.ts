import { type Decision, optionClassifiers } from '@fieldwork/codebook'
import { agreementOf, type Pair, shareAgreementOf, weightedKappaOf } from '../agreement.ts'
import type { AgreementFigures, ComparedFigures, FiguresOver, ShareFigures } from '../figures-schema.ts'
import { calibrationErrorOf, type Sure } from './calibration.ts'
import { isOrdinal } from './candidates.ts'
import { intervalOf } from './intervals.ts'
import { derivedPairOf, type Judged, pairOf, type Source, sharesOf } from './judge.ts'
import { taskValueFigures } from './task-value-figures.ts'
import { NEAR } from './train-models.ts'

/** All figures over these sessions. Intervals draw repositories again, from `seed`. */
export function figuresOver(judged: readonly Judged[], seed: number): FiguresOver {
  const shares = (kind: Decision['kind']) => ({
    rules: shareFigures(judged, 'rules', kind, seed),
    annotator: shareFigures(judged, 'annotator', kind, seed),
  })
  const derived = (derivation: 'verifiedSuccess' | 'hitTrouble') =>
    compare(
      judged,
      (one, source) => derivedPairOf(one, source, derivation),
      false,
      () => undefined,
      seed,
    )
  return {
    sessions: judged.length,
    repositories: new Set(judged.map(repoOf)).size,
    classifiers: Object.fromEntries(
      optionClassifiers.map((classifier) => [
        classifier,
        compare(
          judged,
          (one, source) => pairOf(one, source, classifier),
          isOrdinal(classifier),
          ({ annotator }) => annotator.confidence[classifier],
          seed,
        ),
      ]),
    ),
    derived: { verifiedSuccess: derived('verifiedSuccess'), hitTrouble: derived('hitTrouble') },
    shares: { planning: shares('planning'), execution: shares('execution') },
    decisionsCalibration: decisionsCalibration(judged),
    taskValue: taskValueFigures(judged, seed),
  }
}

const repoOf = ({ example }: Judged) => example.repo

type PairOf = (judged: Judged, source: Source) => Pair | undefined

function compare(
  judged: readonly Judged[],
  pair: PairOf,
  ordinal: boolean,
  confidence: (judged: Judged) => number | undefined,
  seed: number,
): ComparedFigures {
  const pairs = (of: readonly Judged[], source: Source) =>
    of.map((one) => pair(one, source)).filter((answers) => answers !== undefined)
  const kappa = (of: readonly Judged[], source: Source) => agreementOf(pairs(of, source)).kappa
  const figures = (source: Source): AgreementFigures => {
    const interval = (of: (pairs: readonly Pair[]) => number | null) =>
      intervalOf(judged, repoOf, (drawn) => of(pairs(drawn, source)), seed)
    return {
      ...agreementOf(pairs(judged, source)),
      weightedKappa: ordinal ? weightedKappaOf(pairs(judged, source)) : null,
      intervals: {
        exact: interval((drawn) => agreementOf(drawn).exact),
        kappa: interval((drawn) => agreementOf(drawn).kappa),
        weightedKappa: ordinal ? interval(weightedKappaOf) : null,
      },
    }
  }
  const gain = (drawn: readonly Judged[]) => {
    const [ours, rules] = [kappa(drawn, 'annotator'), kappa(drawn, 'rules')]
    return ours === null || rules === null ? null : ours - rules
  }
  const sure = judged.flatMap((one): Sure[] => {
    const answers = pair(one, 'annotator')
    const own = confidence(one)
    return answers === undefined || own === undefined
      ? []
      : [{ confidence: own, right: answers[0] === answers[1] }]
  })
  return {
    rules: figures('rules'),
    models: figures('models'),
    annotator: figures('annotator'),
    gain: intervalOf(judged, repoOf, gain, seed),
    calibrationError: calibrationErrorOf(sure),
    meanConfidence: round(sure.reduce((sum, one) => sum + one.confidence, 0) / Math.max(1, sure.length)),
  }
}

function shareFigures(
  judged: readonly Judged[],
  source: Source,
  kind: Decision['kind'],
  seed: number,
): ShareFigures {
  const figures = (of: readonly Judged[]) =>
    shareAgreementOf(
      of.flatMap((one) => {
        const shares = sharesOf(one, source, kind)
        return shares === undefined ? [] : [shares]
      }),
    )
  return {
    ...figures(judged),
    interval: intervalOf(judged, repoOf, (drawn) => figures(drawn).correlation, seed),
  }
}

function decisionsCalibration(judged: readonly Judged[]) {
  const near = (one: Judged, kind: Decision['kind']) => {
    const [ours, reference] = sharesOf(one, 'annotator', kind) ?? [0, 0]
    return Math.abs(ours - reference) <= NEAR
  }
  const met = judged.filter((one) => near(one, 'planning') && near(one, 'execution')).length
  const sum = judged.reduce((all, { annotator }) => all + (annotator.confidence.decisions ?? 0), 0)
  return { confidence: round(sum / judged.length), met: round(met / judged.length) }
}

const round = (value: number) => Math.round(value * 1_000) / 1_000
