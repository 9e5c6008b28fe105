import { type NonEmpty, pick, type Random } from '../random.ts'
import type { Domain } from './domain.ts'
import { drawMatter } from './matter.ts'
import { type Piece, poolOf } from './pieces.ts'
import type { Say } from './requests.ts'

const explaining: NonEmpty<Say> = [
  (m) => `\`${m.part}\` is called from ${m.otherFile}, once per ${m.domain.entities[0]}.`,
  (m) => `The values come from ${m.data} and are read once at the start.`,
  (m) => `What ${m.thing} shows is computed in ${m.file}, after \`${m.otherPart}\` has run.`,
  (m) => `With ${m.edge} the path is a different one, which ${m.testFile} covers.`,
  (m) => `This rests on the assumption that ${m.invariant}.`,
  (m) => `The reason seems to be that ${m.reason}.`,
  (m) => `In ${m.file} the function \`${m.part}\` takes the input as it comes and does not sort it.`,
  (m) => `${m.document} describes the same from the outside.`,
  (m) => `A change here also touches \`${m.otherPart}\`, so both are kept in step.`,
  (m) => `I compared the old and the new way to ${m.feature}; the second needs one pass less.`,
  (m) => `For the ${m.term} the order of the steps does not matter.`,
  (m) => `The numbers in ${m.data} agree with that within rounding.`,
  (m) => `I kept \`${m.otherPart}\` as it was; only the caller in ${m.file} is different.`,
  (m) => `Whoever reads ${m.thing} will not notice the change, apart from ${m.edge}.`,
  (m) => `There are two places where it could go wrong: ${m.edge}, and ${m.otherEdge}.`,
  (m) => `If ${m.fault}, the cause is most likely in \`${m.part}\` and not in the data.`,
  (m) => `It would be cheaper to ${m.feature} later, once \`${m.otherPart}\` is settled.`,
  (m) => `That leaves open ${m.question}.`,
  (m) => `Two lines in ${m.otherFile} do the same with other names.`,
  (m) => `Each ${m.domain.entities[1] ?? m.term} is looked at once, so the time grows with their number.`,
]

const looking: NonEmpty<Say> = [
  (m) => `I will read ${m.file} first.`,
  (m) => `Let me see where \`${m.part}\` is used.`,
  (m) => `Now ${m.otherFile}, since \`${m.otherPart}\` is defined there.`,
  (m) => `Next I look at ${m.thing}.`,
  () => 'Let me run that once to see what happens.',
  (m) => `I am going on with ${m.testFile}.`,
]

const paragraphs: NonEmpty<(m: Parameters<Say>[0]) => string> = [
  (m) =>
    `## ${m.term.charAt(0).toUpperCase()}${m.term.slice(1)}\n\nThe reader needs one thing before all others: ${m.reason}. Where it comes to ${m.edge}, this is the exception and not the rule.`,
  (m) =>
    `We looked at ${m.question}. The figures are in ${m.data}; they say the same in both halves of the year, with one exception, ${m.otherEdge}.`,
  (m) =>
    `- To ${m.feature}, begin with ${m.thing}.\n- Note that ${m.invariant}.\n- If ${m.fault}, ask before going on.`,
  (m) =>
    `It is expected that ${m.invariant}. For ${m.edge} this was checked by hand, and the result is noted below.`,
]

const steps: NonEmpty<Say> = [
  (m) => `### Change \`${m.part}\`\n\n- in ${m.file}\n- so that one can ${m.feature}\n- risk: ${m.edge}`,
  (m) => `### Keep \`${m.otherPart}\` as it is\n\n- ${m.reason}\n- covered by ${m.testFile}`,
  (m) => `### Check\n\n- ${m.invariant}\n- also with ${m.otherEdge}`,
]

const instructions: NonEmpty<Say> = [
  (m) => `When the user wants to ${m.feature}, ask for ${m.thing} first and answer in two sentences.`,
  (m) => `Never guess about ${m.edge}; say that it has to be checked that ${m.invariant}.`,
  (m) => `Example. Question: why is it that ${m.fault}? Answer: because ${m.reason}.`,
]

const sayings = (name: string, domain: Domain, says: NonEmpty<Say>): NonEmpty<Piece> =>
  poolOf(`${name} ${domain.project}`, (random: Random) => pick(random, says)(drawMatter(random, domain)))

/** What the agent says in a long answer, sentence by sentence. */
export const explanationsOf = (domain: Domain) => sayings('explaining', domain, explaining)
/** What it says between two calls. */
export const remarksOf = (domain: Domain) => sayings('looking', domain, looking)
/** Paragraphs of a document for people. */
export const paragraphsOf = (domain: Domain) => sayings('paragraphs', domain, paragraphs)
/** Steps of a plan. */
export const stepsOf = (domain: Domain) => sayings('steps', domain, steps)
/** Instructions for an assistant. */
export const instructionsOf = (domain: Domain) => sayings('instructions', domain, instructions)
