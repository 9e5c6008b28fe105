import type { ComparedCategory, RunAgreement, RunValidity } from '@fieldwork/contract'

const share = { value: 0.8, low: 0.64, high: 0.9 }
const none = { first: 0, second: 0 }
const spread = (low: number, high: number) => ({ standardError: 0.1, low, high })
const kappa = { value: 0.58, independent: spread(0.4, 0.8), clustered: spread(0.3, 0.86) }
const compared = { suppressed: false, sessions: 40, people: 6, missing: none, unscorable: none }
const suppressed = { ...compared, suppressed: true, sessions: null, people: null, agreement: null }

const workMode: ComparedCategory = {
  id: 'work_mode',
  ...compared,
  agreement: {
    exact: share,
    kappa,
    majority: { option: 'fix', share: 0.55 },
    confusion: {
      options: ['build', 'fix'],
      counts: [
        [10, 0],
        [8, 22],
      ],
    },
  },
  ordinal: null,
  unclear: null,
}

const expertise: ComparedCategory = {
  ...workMode,
  id: 'expertise',
  ordinal: {
    sessions: 38,
    exact: share,
    withinOne: { value: 1, low: 0.9, high: 1 },
    farApart: { value: 0, low: 0, high: 0.1 },
    linear: { value: 0.7, independent: spread(0.5, 0.9), clustered: null },
    quadratic: null,
  },
  unclear: { first: 1, second: 1, both: 0 },
}

const runs = {
  7: { id: 7, annotator: 'local', annotatorVersion: '3', codebookVersion: '2' },
  8: { id: 8, annotator: 'anthropic', annotatorVersion: '1', codebookVersion: '2' },
}

/** What the stand-in answers of run 7, beside reference labels or run 8. */
export const agreement = (beside: 'reference' | 'run'): RunAgreement => ({
  run: runs[7],
  with: beside === 'run' ? runs[8] : null,
  references: beside === 'run' ? null : { posted: 41, unknown: 1, ambiguous: 0, notAnnotated: 0 },
  thresholds: { sessions: 15, people: 5 },
  agreement: {
    sessions: 40,
    people: 6,
    categories: [workMode, expertise, { ...suppressed, id: 'outcome', ordinal: null, unclear: null }],
    shares: [
      {
        id: 'userPlanningShare',
        ...compared,
        agreement: { firstMean: 0.8, secondMean: 0.7, meanAbsoluteDifference: 0.2, correlation: null },
      },
    ],
    taskValue: {
      ...suppressed,
      id: 'task_value',
      bands: [{ band: '10-200', sessions: null, agreement: null }],
    },
  },
})

export const validity: RunValidity = {
  run: runs[7],
  thresholds: { sessions: 15, people: 5 },
  rows: [
    {
      section: 'Success signal against outcome',
      title: 'Judged succeeded, success signal 5',
      unit: 'share',
      value: 0.88,
      low: 0.8,
      high: 0.93,
      sessions: 120,
      people: 9,
      suppressed: false,
      published: 0.9,
    },
  ],
}
