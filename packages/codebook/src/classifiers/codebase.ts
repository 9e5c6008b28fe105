import type { Classifier } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const codebase: Classifier<'codebase'> = {
  id: 'codebase',
  version: '1',
  question: `How does the session stand to a codebase?`,
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
    { id: 'from_scratch', definition: 'A new codebase is begun, where there was none.' },
    { id: 'none', definition: 'The session touches no codebase.' },
  ],
  answer: labelValues.codebase,
}
