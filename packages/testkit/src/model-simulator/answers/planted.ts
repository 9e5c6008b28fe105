import type { LabelValues } from '@fieldwork/codebook'

/**
 * What the simulator says of a session: of the text between the fence marks, or of all that was sent where there are none.
 * A classifier that is left out is answered by `plainAnswer`.
 */
export type PlantedAnswer = (transcript: string) => LabelValues

/** An answer to everything, of a session like many. */
export const plainAnswer = {
  work_mode: 'build',
  codebase: 'modify_existing',
  decisions: [
    { kind: 'planning', by: 'user', what: 'add the feature' },
    { kind: 'execution', by: 'agent', what: 'put it into a module of its own' },
    { kind: 'execution', by: 'agent', what: 'run the tests' },
  ],
  expertise: '3',
  occupation_user: '15-0000',
  occupation_work: '15-0000',
  outcome: 'succeeded',
  success_signal: '4',
  failure_signal: '1',
  task_value: { title: 'Add a feature to a service', usd: 150 },
} as const satisfies LabelValues
