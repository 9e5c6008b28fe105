import { type Classifier, noCut, oneOption } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const codebase: Classifier<'codebase'> = {
  id: 'codebase',
  version: '2',
  question: `How is this session anchored in a codebase?`,
  options: [
    {
      id: 'modify_existing',
      definition:
        'A codebase that was there before is changed. Work on its history or on its documents counts as changing it.',
    },
    {
      id: 'explore_existing',
      definition: 'A codebase that was there before is read, searched, run or discussed, and left as it was.',
    },
    { id: 'from_scratch', definition: 'A new codebase is begun where there was none.' },
    { id: 'none', definition: 'The session touches no codebase.' },
  ],
  mayNotUse: ['Whether the work succeeded.', noCut],
  output: oneOption,
  answer: labelValues.codebase,
}
