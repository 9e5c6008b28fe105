import { type Static, Type } from 'typebox'
import { questionIds } from './question.ts'

export type JsonSchema = { readonly [keyword: string]: unknown }

const object = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const text = { type: 'string' }
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
const one = (...ids: string[]): JsonSchema => ({ type: 'string', enum: ids })

/**
 * The one JSON schema of every call, whatever it asks: another schema would lose the cached transcript. As structured output
 * wants it: closed, without bounds. Which options a question has is checked by `readAnswers`.
 */
export const answerSchema: JsonSchema = object({
  answers: list(
    object(
      {
        question: one(...questionIds),
        option: text,
        decisions: list(object({ kind: one('planning', 'execution'), by: one('user', 'agent'), what: text })),
        posting: object({ title: text, description: text, skills: list(text) }),
        usd: { type: 'number' },
      },
      ['question'],
    ),
  ),
})

/** What was made of the session for pricing; only its title is kept. */
export const Posting = Type.Object(
  { title: Type.String(), description: Type.String(), skills: Type.Array(Type.String()) },
  { additionalProperties: false },
)
export type Posting = Static<typeof Posting>
