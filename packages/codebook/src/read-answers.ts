import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Posting } from './answer-schema.ts'
import { codebook } from './codebook.ts'
import type { ClassifierId, Decision, LabelValues } from './labels.ts'
import type { QuestionId } from './question.ts'

/** What was answered validly. Storable as JSON. `posting` and `usd` are the two steps of the value of the task. */
export type Answers = {
  readonly values: LabelValues
  readonly posting?: Posting
  readonly usd?: number
}

/** A question without a valid answer; `detail` says in one line what is wrong and quotes nothing of the answer. */
export type InvalidAnswer = { readonly question: QuestionId; readonly detail: string }

const Item = Type.Object({ question: Type.String() })
const isAnswerList = Compile(Type.Object({ answers: Type.Array(Item) }))
const isDecisions = Compile(
  Type.Array(
    Type.Object({
      kind: Type.Enum(['planning', 'execution']),
      by: Type.Enum(['user', 'agent']),
      what: Type.String(),
    }),
  ),
)
const isPosting = Compile(Posting)

/** Bounds of the codebook (decisions), and lengths beyond which a text is cut: what it says is not judged by its end. */
const DECISIONS = { least: 3, most: 15 }
const CHARACTERS = { what: 120, title: 80, description: 2_000, skill: 60 }
const SKILLS = 8
/** Far outside the bands; what lies beyond is a slip, and one such price would outweigh all others of a cohort. */
const MOST_USD = 1_000_000

/**
 * Reads a parsed answer to `answerSchema`, for the questions that were asked. Answers to others and members that a question
 * has no use for are left aside; texts that are too long are cut; everything else that the codebook does not allow makes
 * the question invalid. Never throws.
 */
export function readAnswers(
  json: unknown,
  asked: readonly QuestionId[],
): { readonly answered: Answers; readonly invalid: readonly InvalidAnswer[] } {
  let answered: Answers = { values: {} }
  const invalid: InvalidAnswer[] = []
  for (const question of asked) {
    const read = readOne(json, question)
    if (typeof read === 'string') invalid.push({ question, detail: read })
    else answered = { ...answered, ...read, values: { ...answered.values, ...read.values } }
  }
  return { answered, invalid }
}

/** The answer to one question, or what is wrong with it. */
function readOne(json: unknown, question: QuestionId): Partial<Answers> | string {
  if (!isAnswerList.Check(json)) return 'the answer is not one JSON object with a list of answers'
  const [item, ...others] = json.answers.filter((answer) => answer.question === question)
  if (item === undefined) return 'it was not answered'
  if (others.length > 0) return 'it was answered more than once'
  switch (question) {
    case 'decisions':
      return readDecisions(member(item, 'decisions'))
    case 'task_value.posting':
      return readPosting(member(item, 'posting'))
    case 'task_value.price':
      return readPrice(member(item, 'usd'))
    case 'task_value': {
      const posting = readPosting(member(item, 'posting'))
      if (typeof posting === 'string') return posting
      const price = readPrice(member(item, 'usd'))
      if (typeof price === 'string') return price
      return { values: { task_value: { title: posting.posting.title, usd: price.usd } } }
    }
    default:
      return readOption(question, member(item, 'option'))
  }
}

function readOption(question: ClassifierId, option: unknown): Partial<Answers> | string {
  const options = codebook.classifiers[question].options?.map(({ id }) => id) ?? []
  if (typeof option !== 'string' || !options.includes(option)) {
    return `\`option\` has to be one of ${options.join(', ')}`
  }
  return { values: { [question]: option } }
}

function readDecisions(decisions: unknown): Partial<Answers> | string {
  if (!isDecisions.Check(decisions)) {
    return '`decisions` has to be a list of entries with kind (planning or execution), by (user or agent) and what'
  }
  const { least, most } = DECISIONS
  if (decisions.length < least || decisions.length > most) {
    return `\`decisions\` has to have at least ${least} and at most ${most} entries`
  }
  const kept: Decision[] = decisions.map(({ kind, by, what }) => ({
    kind,
    by,
    what: cut(what, CHARACTERS.what),
  }))
  return { values: { decisions: kept } }
}

function readPosting(posting: unknown): { readonly posting: Posting } | string {
  if (!isPosting.Check(posting)) return '`posting` has to have title, description and skills'
  const title = cut(posting.title, CHARACTERS.title)
  const description = cut(posting.description, CHARACTERS.description)
  if (title === '' || description === '')
    return '`posting` has to have a title and a description with words in them'
  const skills = posting.skills.slice(0, SKILLS).map((skill) => cut(skill, CHARACTERS.skill))
  return { posting: { title, description, skills } }
}

function readPrice(usd: unknown): { readonly usd: number } | string {
  const fits = typeof usd === 'number' && usd >= 1 && usd <= MOST_USD
  return fits ? { usd } : `\`usd\` has to be a number from 1 to ${MOST_USD}`
}

const member = (item: object, name: string): unknown =>
  Object.entries(item).find(([key]) => key === name)?.[1]

/** Without what Postgres does not store (NUL characters, unpaired surrogates), trimmed, and no longer than `characters`. */
const cut = (value: string, characters: number) =>
  value.toWellFormed().replaceAll('\0', '\uFFFD').trim().slice(0, characters).toWellFormed().trimEnd()
