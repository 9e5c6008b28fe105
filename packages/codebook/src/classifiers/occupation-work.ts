import { type Classifier, noCut, oneOption } from '../classifier.ts'
import { labelValues } from '../labels.ts'
import { socMajorGroupOptions } from './soc-major-groups.ts'

export const occupationWork: Classifier<'occupation_work'> = {
  id: 'occupation_work',
  version: '2',
  question: `Workers of which major group of the Standard Occupational Classification would typically do the work of this
session? Judge by the kind of work, not by its topic: software about the law is computer and mathematical work, and only
analysis of the kind a lawyer does is legal. Pick the group that fits best: there is no option for doubt.`,
  options: socMajorGroupOptions,
  mayNotUse: [
    'The topic of the work, apart from its kind.',
    'What the user seems to be by profession.',
    noCut,
  ],
  output: oneOption,
  answer: labelValues.occupation_work,
}
