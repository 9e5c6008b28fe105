import type { Classifier } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const taskValue: Classifier<'task_value'> = {
  id: 'task_value',
  version: '1',
  question: `What would a freelancer be paid, in US dollars, for the work that was done in this session? Proceed in two steps.
First picture the work as a fixed-price job posting: a title of at most 80 characters, three to five sentences, three to eight
skills, and no word about agents or AI. Then price that posting as such postings are usually priced, thinking of the four bands
10 to 200, 200 to 1,000, 1,000 to 5,000 and 5,000 to 50,000. Answer with the posting's title, without names of people or
companies, and the price.`,
  answer: labelValues.task_value,
}
