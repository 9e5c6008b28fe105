import { type Classifier, noCut, oneOption } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const failureSignal: Classifier<'failure_signal'> = {
  id: 'failure_signal',
  version: '2',
  question: `How strong is the evidence of failure in the transcript, whatever the outcome? Give the highest tier that the
transcript supports. A plan at the very end that is turned down without a word often means that it was accepted and carried on
elsewhere: by itself it is no sign of failure. Nor is a tail that breaks off: it makes this evidence weaker, not stronger.`,
  options: [
    { id: '0', definition: 'None.' },
    {
      id: '1',
      definition:
        'A faint trace, recovered from at once. A single tool error that is overcome is at most this.',
    },
    {
      id: '2',
      definition:
        'Soft: going in circles for a while, slightly beside the target, mild concern; one mild correction, or an ordinary next report of a defect.',
    },
    {
      id: '3',
      definition:
        'Moderate: part of the task was given up, the result is clearly short in one respect, the user pushed back: an outright rejection, or the same thing still wrong a second time.',
    },
    {
      id: '4',
      definition:
        'One hard signal: the last calls fail and nothing recovers them, tests fail at the end, the user is angry, or complains outright or rejects the result and it is not put right by the end.',
    },
    { id: '5', definition: 'Several hard signals.' },
  ],
  mayNotUse: [
    'The outcome: evidence of failure and evidence of success are weighed apart.',
    'Silence after success: it is only silence.',
    noCut,
  ],
  output: oneOption,
  answer: labelValues.failure_signal,
}
