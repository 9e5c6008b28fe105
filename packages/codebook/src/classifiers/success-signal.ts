import { type Classifier, noCut, oneOption } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const successSignal: Classifier<'success_signal'> = {
  id: 'success_signal',
  version: '2',
  question: `How strong is the evidence of success in the transcript, whatever the outcome? Give the highest tier that the
transcript supports. A tail that breaks off (a last request without an answer, a last step aborted) lowers it.`,
  options: [
    { id: '0', definition: 'None.' },
    { id: '1', definition: 'A faint trace.' },
    {
      id: '2',
      definition: 'Soft: the session ends cleanly, and nothing was verified. Usual for a short session.',
    },
    {
      id: '3',
      definition:
        'A clean ending and one concrete corroboration: a command that succeeded, an artefact that matches what was asked, a neutral acknowledgement. A clean type check or lint alone is this.',
    },
    {
      id: '4',
      definition:
        'One hard signal: a commit or pull request that matches the task, tests that pass on the change, a command that completes with the output wanted, the user saying outright that it works.',
    },
    {
      id: '5',
      definition:
        'Hard signals of two different kinds, such as a commit and passing tests, tests and the confirmation of the user, a merged pull request and thanks. A commit and its push are one kind.',
    },
  ],
  mayNotUse: ['The outcome: evidence of success and evidence of failure are weighed apart.', noCut],
  output: oneOption,
  answer: labelValues.success_signal,
}
