import { createHash } from 'node:crypto'
import type { LabelValues } from '@fieldwork/codebook'
import type { MessageRequest } from '../message-request.ts'
import { type Asked, askedIn, type Question } from './asked.ts'
import { type PlantedAnswer, plainAnswer } from './planted.ts'

/** Writes the text with which the model answers a request. */
export type AnswerText = (request: MessageRequest) => string

type Complete = Required<LabelValues>

/**
 * Answers from planted truth, one entry per question asked. A price that is asked of a posting alone is that of the session for which the posting was written here.
 */
export function plantedText(planted: PlantedAnswer): AnswerText {
  const prices = new Map<string, number>()
  return (request) => {
    const asked = askedIn(request)
    const values: Complete = { ...plainAnswer, ...planted(asked.transcript) }
    const reference = referenceOf(asked.transcript)
    if (asked.questions.includes('task_value.posting')) prices.set(reference, values.task_value.usd)
    const priced = prices.get(mention.exec(asked.text)?.[1] ?? '') ?? values.task_value.usd
    return JSON.stringify({
      answers: asked.questions.map((question) => entry(question, values, reference, priced)),
    })
  }
}

const mention = /Reference ([0-9a-f]{16})\./
const referenceOf = (transcript: Asked['transcript']) =>
  createHash('sha256').update(transcript).digest('hex').slice(0, 16)

function entry(question: Question, values: Complete, reference: string, priced: number): object {
  const { title, usd } = values.task_value
  const posting = {
    title,
    description: `${title}. The result is checked before it is paid. Reference ${reference}.`,
    skills: ['reading code', 'writing code', 'testing'],
  }
  switch (question) {
    case 'decisions':
      return { question, decisions: values.decisions }
    case 'task_value':
      return { question, posting, usd }
    case 'task_value.posting':
      return { question, posting }
    case 'task_value.price':
      return { question, usd: priced }
    default:
      return { question, option: values[question] }
  }
}
