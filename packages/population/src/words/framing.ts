import type { WorkMode } from '@fieldwork/codebook'
import type { NonEmpty } from '../random.ts'
import type { Level } from '../truth/expertise.ts'
import type { Register, Say } from './requests.ts'

export const registerOf = (level: Level): Register =>
  level === '1' || level === '2' ? 'plain' : level === '3' ? 'directive' : 'insider'

/** What people of each level add to frame a request: general words, loose terms, names, structure, insight. */
export const framings: Readonly<Record<Level, NonEmpty<Say>>> = {
  '1': [
    () => 'I am not technical, so please just do whatever works.',
    () => 'I have no idea how any of this works.',
    () => 'Sorry if that is a stupid question.',
  ],
  '2': [
    (m) => `I think it has something to do with the ${m.term}, but I may be wrong.`,
    (m) => `Somebody said that one needs a ${m.term} for this.`,
    (m) => `It should look roughly like ${m.thing} does now, only better.`,
  ],
  '3': [
    (m) => `It is about ${m.file}.`,
    (m) => `Use what is there in ${m.otherFile} if it helps.`,
    (m) => `The input is ${m.data}.`,
  ],
  '4': [
    (m) => `Mind ${m.edge}: that case is easy to miss.`,
    (m) => `Leave \`${m.otherPart}\` alone, ${m.reason}.`,
    (m) => `It is not obvious from the code, but ${m.reason}.`,
  ],
  '5': [
    (m) => `The trap here is ${m.edge}; ${m.reason}.`,
    (m) => `I would rather give up speed than this: ${m.invariant}.`,
    (m) => `\`${m.otherPart}\` looks like the place for it and is not, because ${m.reason}.`,
  ],
}

/** What they ask to be checked. */
const checks: Readonly<Record<Level, NonEmpty<Say>>> = {
  '1': [() => 'Please check that it works.', () => 'Please be careful.'],
  '2': [
    () => 'Tell me whether it looks right to you.',
    (m) => `Please have another look at ${m.thing} at the end.`,
  ],
  '3': [
    (m) => `Run it once on ${m.data}.`,
    (m) => `Add a test in ${m.testFile}.`,
    () => 'Run the tests at the end.',
  ],
  '4': [
    (m) => `Afterwards check that ${m.invariant}.`,
    (m) => `Make sure that it still holds with ${m.edge}.`,
  ],
  '5': [
    (m) => `Show me that ${m.invariant}, with ${m.edge} and ${m.otherEdge} as the two cases.`,
    (m) => `Before you say that it is done, prove that ${m.invariant} when ${m.fault}.`,
  ],
}

/** What intermediate people ask to be checked where no code is the matter. */
const checksInWords: NonEmpty<Say> = [
  (m) => `Compare it with ${m.data} at the end.`,
  () => 'Name the source of every figure.',
]

export function checksOf(level: Level, mode: WorkMode): NonEmpty<Say> {
  const inWords = mode === 'understand' || mode === 'plan' || mode === 'analyse' || mode === 'write'
  return level === '3' && inWords ? checksInWords : checks[level]
}

/** Sentences of a person who keeps the execution in hand: files, names, commands. */
export const dictates: NonEmpty<Say> = [
  (m) => `Change only ${m.file}, in \`${m.part}\`; name the helper \`${m.part}_inner\`.`,
  (m) => `Put it right after \`${m.otherPart}\` and call it with the same arguments.`,
  (m) => `Use a plain loop, no new dependency, and write the result to ${m.data}.`,
  (m) => `Read ${m.otherFile} first, then edit ${m.file}, then run the tests with --verbose.`,
]

/** Sentences of a person who leaves the planning to the agent. */
export const leavesItToYou: NonEmpty<Say> = [
  () => 'Decide yourself how to go about it.',
  () => 'Do what you think is best, I trust you with the plan.',
  () => 'You choose the approach.',
]
