/**
 * Measures how far the local annotator agrees with reference labels. Run it to write agreement.json anew:
 * `node packages/annotators/src/local/measure-agreement.ts ../shared`
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type ClassifierAgreement, type Decision, type LabelValues, outcomes } from '@fieldwork/codebook'
import { agreementOf, type Pair, type ShareAgreement, shareAgreementOf } from './agreement.ts'
import { answerLocally } from './annotator.ts'
import { type Labelled, type ReferenceLabel, readReferenceLabels } from './reference-labels.ts'

/** The classifiers whose answer is one option. */
const compared = [
  'work_mode',
  'codebase',
  'expertise',
  'occupation_user',
  'occupation_work',
  'outcome',
  'success_signal',
  'failure_signal',
] as const
type Compared = (typeof compared)[number]

export type AgreementOverSessions = {
  readonly sessions: number
  readonly classifiers: { readonly [C in Compared]: ClassifierAgreement }
  readonly derived: {
    readonly verifiedSuccess: ClassifierAgreement
    readonly hitTrouble: ClassifierAgreement
    readonly userPlanningShare: ShareAgreement
    readonly userExecutionShare: ShareAgreement
  }
}

/** `heldOut` are the sessions of repositories that were not looked at when the rules were made. */
export type LocalAgreement = {
  readonly all: AgreementOverSessions
  readonly heldOut: AgreementOverSessions
}

type Answered = { readonly values: LabelValues; readonly reference: ReferenceLabel }

/** Agreement over labelled sessions, and over those of every second repository by name, which are held out. */
export function measureAgreement(labelled: readonly Labelled[]): LocalAgreement {
  const answered = labelled.map(({ session, reference }) => ({
    values: answerLocally(session).values,
    reference,
  }))
  const repos = [...new Set(labelled.map(({ reference }) => reference.repo))].sort()
  const heldOut = answered.filter(({ reference }) => repos.indexOf(reference.repo) % 2 === 1)
  return { all: over(answered), heldOut: over(heldOut) }
}

function over(answered: readonly Answered[]): AgreementOverSessions {
  const of = (classifier: Compared) =>
    agreementOf(
      answered.flatMap(({ values, reference }): Pair[] => {
        const ours = values[classifier]
        return ours === undefined ? [] : [[ours, String(reference[classifier])]]
      }),
    )
  return {
    sessions: answered.length,
    classifiers: {
      work_mode: of('work_mode'),
      codebase: of('codebase'),
      expertise: of('expertise'),
      occupation_user: of('occupation_user'),
      occupation_work: of('occupation_work'),
      outcome: of('outcome'),
      success_signal: of('success_signal'),
      failure_signal: of('failure_signal'),
    },
    derived: {
      verifiedSuccess: derived(answered, isVerified),
      hitTrouble: derived(answered, (label) => Number(label.failure_signal) >= 3),
      userPlanningShare: shares(answered, 'planning'),
      userExecutionShare: shares(answered, 'execution'),
    },
  }
}

type Judged = {
  readonly outcome?: string
  readonly success_signal?: unknown
  readonly failure_signal?: unknown
}

const isVerified = ({ outcome, success_signal }: Judged) =>
  outcome === outcomes[0] && Number(success_signal) >= 4

/** A derived measure, over the sessions with a clear goal on both sides. */
function derived(answered: readonly Answered[], measure: (label: Judged) => boolean): ClassifierAgreement {
  const eligible = ({ outcome }: Judged) => outcome !== undefined && outcome !== 'no_clear_goal'
  return agreementOf(
    answered
      .filter(({ values, reference }) => eligible(values) && eligible(reference))
      .map(({ values, reference }) => [String(measure(values)), String(measure(reference))] as const),
  )
}

function shares(answered: readonly Answered[], kind: Decision['kind']): ShareAgreement {
  const share = (decisions: readonly Decision[]) => {
    const ofKind = decisions.filter((decision) => decision.kind === kind)
    return ofKind.length === 0 ? [] : [ofKind.filter(({ by }) => by === 'user').length / ofKind.length]
  }
  return shareAgreementOf(
    answered.flatMap(({ values, reference }) => {
      const [ours] = share(values.decisions ?? [])
      const [theirs] = share(reference.decisions)
      return ours === undefined || theirs === undefined ? [] : [[ours, theirs] as const]
    }),
  )
}

if (import.meta.main) {
  const [shared] = process.argv.slice(2)
  if (shared === undefined) throw new Error('usage: measure-agreement.ts <folder with labels/ and sessions/>')
  const measured = measureAgreement(readReferenceLabels(shared))
  const document = { date: new Date().toISOString().slice(0, 10), annotator: 'local-rules 1', ...measured }
  writeFileSync(path.join(import.meta.dirname, 'agreement.json'), `${JSON.stringify(document, null, 2)}\n`)
}
