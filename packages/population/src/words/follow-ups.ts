import type { WorkMode } from '@fieldwork/codebook'
import type { NonEmpty } from '../random.ts'
import type { Truth } from '../truth/truth.ts'
import type { Register, Say } from './requests.ts'

type ByRegister = Readonly<Record<Register, NonEmpty<Say>>>

/** The next thing to do, after the last was done. */
export const nextRequests: Readonly<Record<'code' | 'operate' | 'look' | 'data' | 'words', ByRegister>> = {
  code: {
    plain: [(m) => `And can I also ${m.otherFeature}?`, (m) => `Now please do the same for ${m.thing}.`],
    directive: [
      (m) => `Next: ${m.otherFeature}, in ${m.otherFile}.`,
      (m) => `Rename the new function to match \`${m.otherPart}\` and update ${m.document}.`,
    ],
    insider: [
      (m) => `Now ${m.otherEdge}: \`${m.otherPart}\` has to treat it the same way.`,
      (m) => `Then move the shared part out of \`${m.part}\`; ${m.reason}.`,
    ],
  },
  operate: {
    plain: [() => 'And how do I switch it off again?', () => 'Can you also make it start after a restart?'],
    directive: [() => 'Do the same for staging.', () => 'Add a health check and a restart policy.'],
    insider: [
      () => 'Now the rollback: rehearse it once and write down how long it took.',
      () => 'Then rotate the token and make sure that the old one is refused.',
    ],
  },
  look: {
    plain: [(m) => `And what has ${m.thing} to do with it?`, () => 'Can you say that in other words?'],
    directive: [
      (m) => `And how does ${m.otherFile} come in?`,
      (m) => `What would have to change to ${m.otherFeature}?`,
    ],
    insider: [
      (m) => `And with ${m.otherEdge}? I doubt that ${m.invariant}.`,
      (m) => `Which of these choices can be undone later, given that ${m.reason}?`,
    ],
  },
  data: {
    plain: [() => 'Can you make that a bar chart?', () => 'And what about last year?'],
    directive: [
      () => 'Split that table by month.',
      (m) => `Save the figures as ${m.data.replace(/\.\w+$/, '_summary.csv')}.`,
    ],
    insider: [
      (m) => `Repeat it without ${m.otherEdge} and say how far the estimate moves.`,
      () => 'Give the medians too, the distribution is too skewed for a mean alone.',
    ],
  },
  words: {
    plain: [() => 'Can you make it a bit shorter?', () => 'Now please a friendlier version.'],
    directive: [
      () => 'Move the summary to the top and cut the last paragraph.',
      (m) => `Add a section about ${m.thing}.`,
    ],
    insider: [
      (m) => `The second paragraph needs this: ${m.reason}.`,
      (m) => `Name ${m.otherEdge} as the limit, in one sentence.`,
    ],
  },
}

/** Lets the agent go on, or asks aside. */
export const assents: NonEmpty<Say> = [
  () => 'Yes, go ahead.',
  () => 'ok',
  () => 'continue',
  () => 'Sounds good, do it.',
]

/** A mild correction, or an ordinary next defect. */
export const corrections: ByRegister = {
  plain: [
    (m) => `Hmm, that is not quite what I meant. It is about ${m.thing}.`,
    (m) => `It looks different now, but ${m.otherFault}.`,
  ],
  directive: [
    (m) => `The result should be in ${m.data} and not on the screen.`,
    (m) => `Now ${m.otherFault}. Please correct that in ${m.file}.`,
  ],
  insider: [
    (m) => `That misses ${m.edge}; \`${m.part}\` has to handle it, because ${m.reason}.`,
    (m) => `Not there: \`${m.otherPart}\` must stay as it is, ${m.reason}.`,
  ],
}

/** An outright rejection, or the same thing still wrong. */
export const rejections: ByRegister = {
  plain: [
    (m) => `It is still wrong: ${m.fault}.`,
    (m) => `No, that is not what I asked for: ${m.thing} is the same as before.`,
  ],
  directive: [
    (m) => `No. ${m.fault}, exactly as before. Revert your change in ${m.file} and start again.`,
    (m) => `That is wrong, ${m.file} has nothing to do with it. Still: ${m.fault}.`,
  ],
  insider: [
    (m) => `No, this is incorrect: it no longer holds that ${m.invariant}. Undo it; ${m.reason}.`,
    (m) => `You broke ${m.edge}. I said that ${m.reason}, so this cannot stay.`,
  ],
}

/** Anger, or giving up on the agent. */
export const complaints: ByRegister = {
  plain: [
    (m) => `This is not working at all, ${m.fault}, and I have asked three times now!`,
    () => 'This is useless. I give up, I will ask a colleague.',
  ],
  directive: [
    (m) => `This is completely wrong, and ${m.fault}. A waste of my afternoon.`,
    () => 'Nothing works any more. Forget it, I will do it by hand.',
  ],
  insider: [
    (m) => `This is unacceptable: ${m.invariant}, I said so in the first sentence, and it is ignored again.`,
    (m) => `Frustrating. ${m.edge} fails exactly as it did an hour ago. I will do it myself.`,
  ],
}

export const thanks: NonEmpty<Say> = [
  () => 'Perfect, that works. Thank you!',
  () => 'Great, exactly what I needed, thanks.',
  () => 'It works now, thanks a lot.',
]

/** Says that it was seen, and no more. */
export const acknowledgements: NonEmpty<Say> = [() => 'I see. That is all for today.', () => 'OK, noted.']

export const commitRequests: NonEmpty<Say> = [
  () => 'Commit that, please.',
  (m) => `Commit with a message that mentions \`${m.part}\`.`,
  () => 'Please save this in git.',
]

/** Somebody without an aim in particular. */
const wanderings: NonEmpty<Say> = [
  (m) => `I am just looking around. What is in ${m.file}?`,
  () => 'Just curious, no particular goal: what could one do with this?',
  (m) => `Only playing around: what does \`${m.part}\` do?`,
]

const wanderingsElsewhere: NonEmpty<Say> = [
  (m) => `I am just looking around, what is there on ${m.term}?`,
  (m) => `Just curious, no particular goal: ${m.question}?`,
  (m) => `Only playing around: what would one need to ${m.feature}?`,
]

export const wanderingsIn = ({ codebase }: Pick<Truth, 'codebase'>): NonEmpty<Say> =>
  codebase === 'none' ? wanderingsElsewhere : wanderings

/** Follow-ups of one kind of work. */
export function nextKind(mode: WorkMode): keyof typeof nextRequests {
  if (mode === 'operate') return 'operate'
  if (mode === 'understand' || mode === 'plan') return 'look'
  if (mode === 'analyse') return 'data'
  return mode === 'write' ? 'words' : 'code'
}
