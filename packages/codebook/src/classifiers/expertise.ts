import { type Classifier, noCut, oneOption } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const expertise: Classifier<'expertise'> = {
  id: 'expertise',
  version: '2',
  question: `How well does the user command the domain of the task at hand: its terms, its structures, its conventions? This is
not about intelligence. Three kinds of evidence weigh the same:
- Framing: names and constraints in the user's words that only someone who already knows the domain can give. Naming a file
  that is on the screen is no such thing.
- Verification: what kind of check the user asks for. "Please check again" is modesty, which a careful beginner has as well;
  asking to see that a particular property still holds takes knowing what can go wrong.
- Correction: who puts whom right about the domain. The agent correcting the user lowers the level, the user correcting the
  agent raises it, and where nobody corrects anybody it says nothing.

Only the user's own sentences count. If the user has none at all, as where a plan is pasted or accepted and nothing is said
beside it, answer unclear.`,
  options: [
    {
      id: '1',
      definition:
        'Novice: frames the task in general words, checks nothing or only in general, does not notice wrong output, and is taught basic concepts by the agent.',
    },
    {
      id: '2',
      definition:
        'Beginner: has some of the terms and uses them loosely; says what is wanted but not its shape nor what must hold; misses subtle errors. Someone at ease with technology but outside their own domain belongs here.',
    },
    {
      id: '3',
      definition:
        'Intermediate: directs precisely, naming files, outputs and libraries, without method or trade-offs; catches errors that matter. An expert handing over a routine task can look like this.',
    },
    {
      id: '4',
      definition:
        'Advanced: at least once shows knowledge of structure that cannot be read off the screen (an edge case, a constraint that is not obvious, a known way of failing), checks something specific, or steers away from a wrong approach.',
    },
    {
      id: '5',
      definition:
        'Expert: an insider speaking to an equal, with insider names, trade-offs nobody asked for, surgical checks, corrections with authority, edge cases named in advance. One or two of these are enough.',
    },
    {
      id: 'unclear',
      definition: 'The user contributes next to nothing. With any framing at all, choose a level.',
    },
  ],
  mayNotUse: [
    'How well the agent did.',
    'How hard the task is.',
    'The sentences of a plan or specification that an agent wrote and the user pasted or accepted.',
    noCut,
  ],
  output: oneOption,
  answer: labelValues.expertise,
}
