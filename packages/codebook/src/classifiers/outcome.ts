import { type Classifier, noCut, oneOption } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const outcome: Classifier<'outcome'> = {
  id: 'outcome',
  version: '2',
  question: `Did the user get what they set out to do? First find the primary objective, the one that the bulk of the work
serves; then judge whether it was reached. Hard and soft evidence both count. A plan at the very end that is turned down without a word often means that it was accepted and carried
on elsewhere: it is no failure by itself, and the session is judged by whether a plan was what was wanted. A tail that breaks
off (a last request without an answer, a last step aborted) counts here only if it was the primary objective.`,
  options: [
    {
      id: 'succeeded',
      definition:
        'The primary objective was reached. A short session that ends cleanly with the thing done is this, even without a commit or a test.',
    },
    {
      id: 'partially',
      definition: 'A substantial part of the primary objective was reached, and a substantial part was not.',
    },
    {
      id: 'failed',
      definition:
        'It was not reached, and one sees it: the work broke down, the user complained, or it was quietly given up. Competent work on the wrong thing is no success.',
    },
    {
      id: 'no_clear_goal',
      definition: 'Exploratory from beginning to end, with no objective that could be reached.',
    },
  ],
  mayNotUse: ['How competent the work was, where it was work on the wrong thing.', noCut],
  output: oneOption,
  answer: labelValues.outcome,
}
