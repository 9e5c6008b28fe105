import { type Classifier, noCut } from '../classifier.ts'
import { labelValues } from '../labels.ts'

/** Step one: the session's work as a job posting, which is all that step two is shown of the session. */
export const posting = {
  question: `Write the work that was done in this session as the posting of a fixed-price job for a freelancer, as its client would
have written it beforehand: title, description and skills. The posting names no person, no company and no secret, quotes
nothing of the session, and says no word of agents or AI as the ones who did the work.`,
  mayNotUse: ['How long the session took, or what it cost.', noCut],
  output:
    'Answer with `posting`: a title of at most 80 characters, a description of three to five sentences, three to eight skills.',
} as const

/** Step two: what such a posting is worth, by comparison with postings whose prices are known. */
export const price = {
  question: `What would a freelancer be paid in US dollars, as a fixed price, for the job of the posting? Compare it with the postings
of the calibration set: first find the band that it belongs to (10 to 200, 200 to 1,000, 1,000 to 5,000, 5,000 to 50,000),
then its place among the postings of that band.`,
  mayNotUse: ['Anything but the posting and the calibration set.'],
  output: 'Answer with `usd`: the price, one number.',
} as const

/** Both steps, in one call or in two. */
export const taskValue: Classifier<'task_value'> = {
  id: 'task_value',
  version: '2',
  question: `First: ${posting.question}

Then: ${price.question}`,
  mayNotUse: [...posting.mayNotUse, `For the price: ${price.mayNotUse[0].toLowerCase()}`],
  output: `${posting.output} ${price.output}`,
  answer: labelValues.task_value,
}
