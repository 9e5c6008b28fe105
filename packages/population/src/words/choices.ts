import type { NonEmpty } from '../random.ts'

/** What a decision of each kind can be about, in general words. */
export const planningChoices: NonEmpty<string> = [
  'what the session is for',
  'which part comes first',
  'what counts as done',
  'to leave the old behaviour as it is',
  'to split the work into two steps',
  'which cases are out of scope',
  'to check the result before going on',
  'which of two approaches to take',
]

export const executionChoices: NonEmpty<string> = [
  'which file to change',
  'the name of a new function',
  'which library call to use',
  'which command to run',
  'the shape of the output',
  'the order of the columns',
  'where the check stands',
  'how an error is reported',
  'which test to add',
]
