import { type Classifier, noCut } from '../classifier.ts'
import { labelValues } from '../labels.ts'

export const decisions: Classifier<'decisions'> = {
  id: 'decisions',
  version: '2',
  question: `List the decisions that mattered in this session, at least 3 and at most 15, in their order. For each give
- kind: "planning" for what to do, by which approach, and what counts as done; "execution" for which files, what code, which
  language or library call, which command;
- by: "user" or "agent", whoever first proposed what was then done. Where the agent lays out alternatives and the user picks
  one, the decision is the user's. Where the user merely lets a proposal pass, it is the agent's;
- what: the decision in at most ten words, without names of people, secrets or quotations.

A plan that the user pastes or accepts ("Implement the following plan", a long specification in the style of an agent): its
decisions are the user's where the user wrote or changed them, and the agent's where an agent wrote them and the user only
accepted.`,
  mayNotUse: ['How good a decision was.', noCut],
  output: 'Answer with the list, as `decisions`: 3 to 15 entries, each with kind, by and what.',
  answer: labelValues.decisions,
}
