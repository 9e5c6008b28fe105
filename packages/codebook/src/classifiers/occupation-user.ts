import { type Classifier, noCut, oneOption } from '../classifier.ts'
import { labelValues } from '../labels.ts'
import { socMajorGroupOptions } from './soc-major-groups.ts'

export const occupationUser: Classifier<'occupation_user'> = {
  id: 'occupation_user',
  version: '2',
  question: `What is the user's own occupation, as a major group of the Standard Occupational Classification? Judge by what the
session shows on the side: project instructions and memory files, names of directories and files, vocabulary, documents
referred to, domains taken for granted.

Computer and mathematical (15-0000) needs something that says software or data is the user's profession: the repository of an
organisation or a team, a product or tool that is maintained, code review and release practice, several projects shipped. A
hackathon, a course, a single personal page or a bare project folder is not enough. Where nothing on the side says anything,
answer unclear.`,
  options: [...socMajorGroupOptions, { id: 'unclear', definition: 'Nothing on the side tells.' }],
  mayNotUse: [
    'The task itself.',
    'The mere fact that code is written: everyone here has code written.',
    noCut,
  ],
  output: oneOption,
  answer: labelValues.occupation_user,
}
