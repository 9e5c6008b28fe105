import type { NonEmpty } from '../random.ts'
import type { Evidence } from '../story/evidence.ts'
import type { nextRequests } from './follow-ups.ts'
import type { Say } from './requests.ts'

type Work = keyof typeof nextRequests

/** How the agent closes a turn that went well. */
export const doneAnswers: Readonly<Record<Work, NonEmpty<Say>>> = {
  code: [
    (m) => `Done: \`${m.part}\` in ${m.file} does that now.`,
    (m) => `The change is in ${m.file}; ${m.thing} uses it.`,
  ],
  operate: [
    () => 'That is set up and running.',
    () => 'Done; the configuration is in place and the service is up.',
  ],
  look: [
    (m) => `In short: ${m.reason}.`,
    (m) => `So \`${m.part}\` decides it, and ${m.thing} only shows it.`,
  ],
  data: [
    (m) => `The table above answers it; the figures come from ${m.data}.`,
    () => 'The result is clear in every month.',
  ],
  words: [
    (m) => `The text is in ${m.document}.`,
    () => 'That is the draft; tell me what you would like to change.',
  ],
}

/** How it closes the last turn where something is missing. */
export const closingAnswers: Readonly<Record<Exclude<Evidence['answer'], 'done'>, NonEmpty<Say>>> = {
  allBut: [
    (m) => `That works. I gave up on one part: ${m.otherEdge} is left as it was.`,
    (m) => `Done, except for ${m.otherEdge}, which I could not settle.`,
  ],
  hedged: [
    () => 'It should be in order now. I have not run it.',
    (m) => `I think that this is it, but I had no way to try ${m.thing}.`,
  ],
  partly: [
    (m) => `The first half is done. To ${m.otherFeature} is not finished yet.`,
    (m) => `Part of it is in place; what remains open is ${m.otherEdge}.`,
  ],
  failed: [
    (m) => `I was not able to get there: it is the same as before, ${m.fault}.`,
    (m) => `I could not find a way to ${m.feature}. I am sorry.`,
    (m) => `It did not work, and I do not know why ${m.fault}.`,
  ],
}

export const replies: Readonly<Record<'thanks' | 'acknowledgement', NonEmpty<Say>>> = {
  thanks: [() => 'You are welcome.', () => 'Glad that it helps.'],
  acknowledgement: [() => 'All right.', () => 'Good. I leave it at that.'],
}

/** What the agent teaches somebody to whom the field is new. */
export const lessons: NonEmpty<Say> = [
  (m) => `A word on the ${m.term}: it only means that ${m.invariant}.`,
  (m) => `What you describe is called ${m.edge}, and it is a common case.`,
]
