import { ClassifierAgreement } from '@fieldwork/codebook'
import { type Static, Type } from 'typebox'

const Interval = Type.Union([Type.Tuple([Type.Number(), Type.Number()]), Type.Null()])
const Figure = Type.Union([Type.Number(), Type.Null()])

/** Agreement with its 95 % intervals, from drawing repositories again. */
const Agreement = Type.Object({
  ...ClassifierAgreement.properties,
  weightedKappa: Figure,
  intervals: Type.Object({ exact: Interval, kappa: Interval, weightedKappa: Interval }),
})

/** Rules alone, models alone, and the annotator, which answers with the better of both. */
const Compared = Type.Object({
  rules: Agreement,
  models: Agreement,
  annotator: Agreement,
  /** The annotator's kappa less the rules'. */
  gain: Interval,
  /** Expected calibration error of the annotator's confidence. */
  calibrationError: Type.Number(),
  meanConfidence: Type.Number(),
})

const Shares = Type.Object({
  n: Type.Integer(),
  correlation: Figure,
  mean: Type.Number(),
  referenceMean: Type.Number(),
  interval: Interval,
})

const TaskValueFigures = Type.Object({
  n: Type.Integer(),
  logR2: Type.Number(),
  rankCorrelation: Type.Number(),
  band: Type.Number(),
  majorityBand: Type.Number(),
  intervals: Type.Object({ logR2: Interval, rankCorrelation: Interval, band: Interval }),
  calibrationError: Type.Number(),
})

const Over = Type.Object({
  sessions: Type.Integer(),
  repositories: Type.Integer(),
  classifiers: Type.Record(Type.String(), Compared),
  derived: Type.Object({ verifiedSuccess: Compared, hitTrouble: Compared }),
  shares: Type.Object({
    planning: Type.Object({ rules: Shares, annotator: Shares }),
    execution: Type.Object({ rules: Shares, annotator: Shares }),
  }),
  decisionsCalibration: Type.Object({ confidence: Type.Number(), met: Type.Number() }),
  taskValue: TaskValueFigures,
})

/** What training measured; figures.json. */
export const LocalFigures = Type.Object({
  date: Type.String(),
  annotator: Type.String(),
  script: Type.String(),
  seed: Type.Integer(),
  readings: Type.Integer(),
  /** Every session answered by models trained without its repository. */
  all: Over,
  /** Of these, the sessions of every second repository by name: the rules were not made on them. */
  heldOut: Over,
  /** Reliability of all labels of the annotator by tenths of confidence. */
  reliability: Type.Array(
    Type.Object({ from: Type.Number(), n: Type.Integer(), confidence: Type.Number(), right: Type.Number() }),
  ),
  /** How often each candidate was chosen over the trainings, by classifier. */
  chosen: Type.Record(Type.String(), Type.Record(Type.String(), Type.Integer())),
  decidedBy: Type.Record(Type.String(), Type.Enum(['model', 'rules'])),
  /** The shipped models on the sessions that they were trained on: flatters, and is no more than a check. */
  fitted: Type.Record(Type.String(), ClassifierAgreement),
})

export type LocalFigures = Static<typeof LocalFigures>
export type FiguresOver = Static<typeof Over>
export type ComparedFigures = Static<typeof Compared>
export type AgreementFigures = Static<typeof Agreement>
export type ShareFigures = Static<typeof Shares>
export type TaskValueFigures = Static<typeof TaskValueFigures>
